namespace Crossdock.Rehearsal.Simulation.History;

/// <summary>A call as its client saw it.</summary>
/// <param name="Key">what it is about: a task, an order, a SKU; calls about different things do not bear on one another</param>
/// <param name="Asked">what was asked, as the model of the thing reads it</param>
/// <param name="Began">a clock that all clients share; only its order matters</param>
/// <param name="Ended">null when no answer came: it may have happened at any time since, or not at all</param>
/// <param name="Answer">null when none came</param>
internal sealed record Call(string Key, string Client, Ask Asked, long Began, long? Ended, Answer? Answer)
{
    public override string ToString() =>
        Ended is null ? $"{Client} {Asked} had no answer ({Began} to ?)" : $"{Client} {Asked} was answered {Answer} ({Began} to {Ended})";
}

/// <summary>What can be asked. The list is closed; a model reads those of its own thing.</summary>
internal abstract record Ask;

/// <summary>A message with a name: taken once, and known from then on.</summary>
internal sealed record Accept(string Id) : Ask;

/// <summary>Whether a thing is there.</summary>
internal sealed record Look : Ask;

internal sealed record Claim(string Id, string Who) : Ask;

/// <summary>Ends a task, by who has it or by the case that asked for it.</summary>
/// <param name="Withdrawn">by the case that asked for it</param>
/// <param name="AlsoAfter">what was done does not come back, and is taken also after the task was withdrawn</param>
internal sealed record End(string Id, bool Withdrawn = false, bool AlsoAfter = false) : Ask;

/// <summary>Takes pieces, as many as there are at most; a negative number brings some.</summary>
internal sealed record TakePieces(string Id, int Pieces) : Ask;

internal sealed record CountPieces : Ask;

internal abstract record Answer;

/// <summary>It was done by this call.</summary>
internal sealed record Done : Answer;

/// <summary>It was known already.</summary>
internal sealed record Known : Answer;

/// <summary>It came too late, or somebody else was first.</summary>
internal sealed record NotNow : Answer;

internal sealed record Found(bool There) : Answer;

internal sealed record Pieces(int Number) : Answer;
