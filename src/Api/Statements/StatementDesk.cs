using System.Text;
using System.Text.Json;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Problems;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Microsoft.AspNetCore.Http;

namespace Crossdock.Api.Statements;

/// <summary>Takes bank statements: each movement is a case of its own, and no movement stops another.</summary>
internal sealed class StatementDesk(ITellCases cases, IReadStatements statements, BusinessClock clock)
{
    private const string Accepted = "accepted";

    /// <summary>Whoever hands a statement in, the movement is the bank's: the same one told again has the same id.</summary>
    private const string Source = "bank/statement";

    public async Task<Answer> Submit(Post post)
    {
        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var read = statements.Read(Encoding.UTF8.GetBytes(post.Body.Get(StatementShape.Document)));
        if (read.Statements.IsEmpty)
        {
            post.Faults.Add(post.Body.At(StatementShape.Document), $"holds no statement: {read.Advice}");
        }

        foreach (var bad in read.Statements.Where(one => one.Fault is not null))
        {
            post.Faults.Add(
                post.Body.At(StatementShape.Document), $"holds a statement {bad.Id} of {bad.Account} that is not taken: {bad.Fault}");
        }

        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var results = new StatementResult[read.Statements.Length];
        for (var n = 0; n < results.Length; n++)
        {
            results[n] = await Take(read.Statements[n], post);
        }

        var isNew = results.Any(result => result.Entries.Any(entry => entry.Outcome == Accepted));
        return Answer.Of(
            isNew ? StatusCodes.Status202Accepted : StatusCodes.Status200OK, new StatementsTaken([.. results]),
            ApiJson.Default.StatementsTaken);
    }

    private async Task<StatementResult> Take(BankStatement statement, Post post)
    {
        var entries = new StatementEntryResult[statement.Lines.Length];
        var bounded = new ParallelOptions { MaxDegreeOfParallelism = ApiLimits.ConcurrentMovements, CancellationToken = post.Cancel };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, entries.Length), bounded, async (n, cancel) => entries[n] = await Take(statement.Lines[n], post, cancel));
        return new StatementResult(
            statement.Account, statement.Id, statement.Currency, statement.Opening, statement.Closing, statement.Proved, [.. entries]);
    }

    private async Task<StatementEntryResult> Take(StatementLine line, Post post, CancellationToken cancel)
    {
        if (line.Entry is not { } entry)
        {
            return new StatementEntryResult(line.Place, null, line.Pending ? "pending" : "refused", null, line.WhyNot);
        }

        var key = Post.Fingerprint(Encoding.UTF8.GetBytes($"{entry.Account}\n{entry.Reference}"));
        // Which statement shows it is not part of what it is: a bank may show it on two.
        var content = Post.Fingerprint(JsonSerializer.SerializeToUtf8Bytes(entry with { Statement = "" }, ApiJson.Default.BankEntry));
        var subject = new CaseId("bank-entry", key);
        var receipt = await cases.Tell(
            new Envelope(
                $"bank-entry/{key}/{content}", Source, subject, clock.GetUtcNow(), post.Who,
                new BankEntryBooked(entry), Trace: post.Trace),
            cancel);
        return receipt.Result switch
        {
            TellResult.Applied or TellResult.Deferred => new(line.Place, entry.Reference, Accepted, subject.ToString(), null),
            TellResult.Duplicate => new(line.Place, entry.Reference, "duplicate", subject.ToString(), null),
            TellResult.Incident => new(
                line.Place, entry.Reference, Accepted, subject.ToString(), $"recorded; an operator looks at it: {receipt.Reason}"),
            TellResult.Ignored => new(line.Place, entry.Reference, "refused", subject.ToString(), receipt.Reason),
            _ => throw new InvalidOperationException($"{receipt.Result} is no result of a tell."),
        };
    }
}
