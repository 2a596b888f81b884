using Crossdock.Api.Governance.Problems;
using Crossdock.Contracts;
using Crossdock.Intelligence.Cases;
using Microsoft.AspNetCore.Http;

namespace Crossdock.Api.Governance;

/// <summary>The answer to what was told to a case: durable by the time it is sent.</summary>
/// <param name="Duplicate">true when it was known already and changed nothing</param>
public sealed record Taken(string Case, string State, bool Duplicate)
{
    internal static Answer Accepted(TellReceipt receipt, string? location, bool? duplicate = null) => Answer.Of(
        StatusCodes.Status202Accepted,
        new Taken(receipt.Case.ToString(), receipt.State, duplicate ?? receipt.Result == TellResult.Duplicate),
        ApiJson.Default.Taken,
        location);

    /// <summary>The answer about a case that had begun before: by this very message, or by one with another content.</summary>
    /// <param name="name">of the case, as its sender calls it</param>
    /// <param name="instead">what to do, where the content is another</param>
    internal static async Task<Answer> SeenBefore(
        CaseReader reader, Envelope message, TellReceipt receipt, string? location, string name, string instead, CancellationToken cancel)
    {
        var first = (await reader.ReadTransitions(message.Subject, cancel)).FirstOrDefault();
        return first is null || first.Message.Id == message.Id
            ? Accepted(receipt, location, duplicate: first is not null && first.Seq != receipt.Seq)
            : Answer.Problem(ProblemKind.Conflict, $"{name} came before with another content; nothing was changed. {instead}");
    }
}
