import Agents
import Foundation
import Grounders
import Policies

extension PolicyMaker {
    /// Asks the policy's model for a plan of an instruction, before anything is looked at.
    ///
    /// - Parameter programs: those that the run starts.
    func plan(for instruction: String, programs: [String], parameters: [String: String]) async throws -> Plan {
        guard let chat else { throw PolicyNameError.noModel(name.description) }
        return try await ModelPlanner(chat, programs: programs).plan(for: instruction, parameters: parameters)
    }

    /// The gate that holds one run to a plan, and what makes its policy.
    ///
    /// - Parameters:
    ///   - pictures: the folder that the targets' pictures lie in.
    ///   - held: makes the policy that decides each act; `nil` to carry the plan out without one.
    func planned(
        _ plan: Plan, pictures: URL, holding held: (@Sendable () throws -> any Policy)?
    ) -> (gate: PlanGate, makePolicy: @Sendable () throws -> any Policy) {
        let reader = TextReader(language: language)
        let resolver = ElementResolver(TargetResolver(TextGrounder(reader: reader), pictures: pictures.path))
        let gate = PlanGate(plan, resolver: resolver, naming: TextElementNaming(reader: reader))
        let values = ValueReader(reader: reader, resolver: resolver)
        return (gate, { PlannedPolicy(gate, holding: try held?(), resolver: resolver, reader: values) })
    }
}
