using Crossdock.Api.Governance.Problems;
using Crossdock.Contracts;
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
}
