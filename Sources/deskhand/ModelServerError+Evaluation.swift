import Evaluation
import ModelServers

extension ModelServerError: CommonFault {
    /// Whether it lies in the address, the key, the account or the model, and not in one request or moment.
    package var isCommon: Bool {
        switch self {
        case .unreachable, .tls, .proxy, .redirected, .wrongKey, .noCredit, .unknownModel, .noModelServer, .noVision,
            .tooExpensive, .noPrices:
            true
        case .lost, .timeout, .tooLarge, .forbidden, .tooManyPictures, .pictureRefused, .contextOverflow, .overloaded,
            .refused, .brokenAnswer, .emptyAnswer:
            false
        }
    }
}
