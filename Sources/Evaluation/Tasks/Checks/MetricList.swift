/// The metrics that there are.
package enum Metrics {
    static let all: [any Metric.Type] = [
        Infeasible.self,
        // Text
        ExactMatch.self, FuzzyMatch.self, IncludeExclude.self, CheckList.self, IsInList.self, MatchInList.self,
        LiteralMatch.self, CompareTextFile.self, DiffTextFile.self, CompareConfig.self, CompareResultFiles.self,
        FileContains.self, IsExtensionInstalled.self, IsExpectedURLPatternMatch.self, CheckLineNumber.self,
        // Structured data
        SameContents.self,
        CheckJSON.self, CheckJSONSettings.self, CheckJSONKeybindings.self, CheckDirectJSONObject.self, CheckCSV.self,
        CompareCSV.self, RunSQLite.self, CheckConfigStatus.self, CheckThunderbirdPrefs.self, IsUTC0.self,
        CheckMovedPictures.self, IsFullScreen.self,
        // Tables, documents, archives
        CompareTable.self, CompareDocxFiles.self, CompareDocxFilesIgnoringNewLines.self, CompareDocxTables.self,
        CompareDocxImages.self, CompareLineSpacing.self, ContainsPageBreak.self, IsFirstLineCentred.self,
        HasPageNumbersInFooters.self, CompareDocxLines.self, CompareReferences.self, CompareFontNames.self,
        CompareSubscriptContains.self, CompareContainsImage.self, CheckItalicFontSize.self,
        EvaluateStrikeThrough.self, ComparePDFs.self, CheckPDFPages.self, CompareArchive.self, CompareZipFiles.self,
        // Pictures
        CompareImages.self, CompareImageList.self, CheckStructureSim.self, CheckStructureSimWithThreshold.self,
        CheckStructureSimResized.self, CheckImageSize.self, CheckImageFileSize.self, CheckBrightnessDecrease.self,
        CheckSaturationIncrease.self, CheckContrastIncrease.self, CheckPaletteAndStructureSim.self,
        CheckFileExistsAndStructureSim.self, CheckImageMirror.self, CheckGreenBackground.self,
        CheckTextBoxOnLeftSide.self, CheckTrianglePosition.self,
        // Presentations, and settings of the office programs
        ComparePresentations.self, CheckSlideOrientationPortrait.self, EvaluatePresentationFill.self,
        CheckImageStretchAndCentre.self, CheckTransition.self, CheckPageNumberColours.self,
        CheckSlideNumbersColour.self, CheckPresenterConsoleDisable.self, CheckAutoSavingTime.self,
        FindDefaultFont.self,
        // VLC's settings, and what the desktop's programs print
        CheckQtBgcone.self, CheckQtMaxVolume.self, CheckQtMinimalView.self, CheckOneInstance.self,
        CheckGlobalKeyPlayPause.self, CheckQtSliderColours.self, IsVLCRecordingsFolder.self,
        CheckGnomeFavouriteApps.self, CheckTextEnlarged.self,
        // What programs tell of the screen
        CheckElements.self, CheckAccessibilityTree.self, CheckLeftPanel.self,
    ]

    /// Their names in task files.
    package static let names = all.map { $0.name }.sorted()

    /// The metric that tasks call `name`.
    package static func named(_ name: String) -> (any Metric.Type)? { all.first { $0.name == name } }
}
