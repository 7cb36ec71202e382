/// A Firefox profile that shows a blank page at once, asks nothing, and makes no network requests.
enum FirefoxProfile {
    /// Its folder's name.
    static let folder = "session.default"

    /// With `MOZ_LEGACY_PROFILES` in the environment, Firefox takes the default of this list; otherwise it would make a
    /// profile of its own for each place where it is installed.
    static let list = """
        [General]
        StartWithLastProfile=1
        Version=2

        [Profile0]
        Name=default
        IsRelative=1
        Path=\(folder)
        Default=1

        """

    static let preferences = settings.map { "user_pref(\"\($0)\", \($1));\n" }.joined()

    private static let settings = firstStart + network + calm

    /// No welcome, no question, no reminder.
    private static let firstStart = [
        ("browser.aboutwelcome.enabled", "false"), ("browser.startup.homepage_override.mstone", "\"ignore\""),
        ("startup.homepage_welcome_url", "\"about:blank\""), ("startup.homepage_override_url", "\"\""),
        ("browser.startup.page", "0"), ("browser.newtabpage.enabled", "false"),
        ("browser.shell.checkDefaultBrowser", "false"), ("browser.rights.3.shown", "true"),
        ("datareporting.policy.dataSubmissionEnabled", "false"), ("trailhead.firstrun.didSeeAboutWelcome", "true"),
        ("termsofuse.acceptedVersion", "999"), ("browser.sessionstore.resume_from_crash", "false"),
        ("browser.tabs.warnOnClose", "false"), ("browser.warnOnQuit", "false"),
        ("browser.aboutConfig.showWarning", "false"),
        ("browser.bookmarks.restore_default_bookmarks", "false"),
        ("browser.toolbars.bookmarks.visibility", "\"never\""),
        ("signon.rememberSignons", "false"), ("browser.translations.enable", "false"),
        ("browser.download.useDownloadDir", "true"), ("browser.download.alwaysOpenPanel", "false"),
        ("browser.download.always_ask_before_handling_new_types", "false"),
    ]

    /// Nothing is looked up, reported, updated or fetched in advance.
    private static let network = [
        ("app.update.enabled", "false"), ("app.update.auto", "false"), ("app.normandy.enabled", "false"),
        ("app.shield.optoutstudies.enabled", "false"), ("toolkit.telemetry.enabled", "false"),
        ("toolkit.telemetry.unified", "false"), ("toolkit.telemetry.server", "\"\""),
        ("datareporting.healthreport.uploadEnabled", "false"), ("telemetry.fog.test.localhost_port", "-1"),
        ("network.captive-portal-service.enabled", "false"),
        ("network.connectivity-service.enabled", "false"), ("network.prefetch-next", "false"),
        ("network.dns.disablePrefetch", "true"), ("network.predictor.enabled", "false"), ("network.trr.mode", "5"),
        ("network.http.speculative-parallel-limit", "0"), ("browser.safebrowsing.malware.enabled", "false"),
        ("browser.safebrowsing.phishing.enabled", "false"), ("browser.safebrowsing.downloads.enabled", "false"),
        ("browser.safebrowsing.downloads.remote.enabled", "false"),
        ("browser.safebrowsing.provider.mozilla.updateURL", "\"\""),
        ("browser.safebrowsing.provider.google4.updateURL", "\"\""), ("browser.search.update", "false"),
        ("browser.search.suggest.enabled", "false"), ("browser.urlbar.suggest.searches", "false"),
        ("browser.region.update.enabled", "false"), ("browser.region.network.url", "\"\""),
        ("browser.topsites.contile.enabled", "false"), ("browser.topsites.useRemoteSetting", "false"),
        ("browser.newtabpage.activity-stream.feeds.telemetry", "false"),
        ("browser.newtabpage.activity-stream.feeds.section.topstories", "false"),
        ("browser.newtabpage.activity-stream.asrouter.providers.message-groups", "\"{}\""),
        ("extensions.update.enabled", "false"), ("extensions.getAddons.cache.enabled", "false"),
        ("extensions.systemAddon.update.enabled", "false"), ("extensions.blocklist.enabled", "false"),
        ("media.gmp-manager.updateEnabled", "false"), ("media.gmp-manager.url", "\"data:text/plain,\""),
        ("media.gmp-provider.enabled", "false"), ("services.settings.server", "\"data:,#remote-settings-dummy/v1\""),
        ("security.remote_settings.crlite_filters.enabled", "false"), ("security.OCSP.enabled", "0"),
        ("dom.push.connection.enabled", "false"), ("geo.enabled", "false"), ("identity.fxaccounts.enabled", "false"),
        ("browser.discovery.enabled", "false"), ("extensions.htmlaboutaddons.recommendations.enabled", "false"),
        ("messaging-system.rsexperimentloader.enabled", "false"), ("nimbus.rollouts.enabled", "false"),
    ]

    /// The page comes to rest.
    private static let calm = [
        ("security.dialog_enable_delay", "0"), ("ui.caretBlinkTime", "0"), ("ui.prefersReducedMotion", "1"),
        ("toolkit.cosmeticAnimations.enabled", "false"),
        ("general.smoothScroll", "false"), ("browser.tabs.inTitlebar", "0"), ("layers.acceleration.disabled", "true"),
        ("gfx.webrender.software", "true"), ("accessibility.typeaheadfind.flashBar", "0"),
    ]
}
