using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Microsoft.AspNetCore.Http;

namespace Crossdock.Api.Governance;

/// <summary>A write as its service sees it: who asks, what was given, what is wrong with it so far.</summary>
/// <param name="Who">the person behind a shared key, where it names one; else whoever the key belongs to</param>
/// <param name="Key">the idempotency key, where the caller gave one</param>
internal sealed record Post(HttpContext Http, Caller Caller, Actor Who, Given Body, Faults Faults, string? Key)
{
    public CancellationToken Cancel => Http.RequestAborted;

    /// <summary>The W3C trace that the case's journal keeps.</summary>
    public string? Trace => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;

    /// <summary>Who proposes or approves: a fault where somebody else's word would be given over a shared key.</summary>
    public Actor OwnWord() => Caller.Self(Http, Faults);

    /// <summary>Tells one content from another, for callers who give no key.</summary>
    public static string Fingerprint(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
}

/// <summary>
/// The way of every write: read, parse, check against the shape, do, answer. A request with an <c>Idempotency-Key</c> is done
/// once: its repeat gets the first answer again, and another request under the same key is refused.
/// </summary>
internal sealed class Posts(IAnsweredRequests answered, TimeProvider clock)
{
    public async Task<IResult> Handle(HttpContext http, Shape shape, int maxBytes, Func<Post, Task<Answer>> work)
    {
        var (bytes, refusal) = await JsonBody.ReadBytes(http, maxBytes, nothingToSay: shape.Fields.IsEmpty, clock);
        var faults = new Faults();
        var key = KeyOf(http, faults);
        var caller = Caller.Of(http.User);
        // Before anything else is read: no service may forget that a key which is one person's speaks for nobody else.
        var who = caller.Actor(http, faults);
        if (refusal is not null || faults.Any)
        {
            return refusal ?? Answer.Refused(faults);
        }

        var fingerprint = key is null ? [] : FingerprintOf(http.Request, bytes.Span);
        if (key is not null && await answered.Read(caller.Name, key, http.RequestAborted) is { } first)
        {
            return Again(first, fingerprint);
        }

        using var json = JsonBody.Parse(bytes, faults);
        if (json is null)
        {
            return Answer.Refused(faults);
        }

        var body = shape.Read(json.RootElement, "", faults);
        var answer = json.RootElement.ValueKind == JsonValueKind.Object
            ? await work(new Post(http, caller, who, body, faults, key))
            : Answer.Refused(faults);
        // It is done: the answer is kept also where the caller has gone, for it is his repeat that will want it.
        return key is null ? answer : await Keep(answer, caller, key, fingerprint, CancellationToken.None);
    }

    private static string? KeyOf(HttpContext http, Faults faults)
    {
        if (!http.Request.Headers.TryGetValue("Idempotency-Key", out var given))
        {
            return null;
        }

        var key = given.ToString();
        if (given.Count != 1 || key.Length is 0 or > 100 || key.Any(letter => letter is <= ' ' or > '~'))
        {
            faults.Add("Idempotency-Key", "must be 1 to 100 visible ASCII characters, given once");
        }

        return key;
    }

    private static byte[] FingerprintOf(HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n{request.Headers[Caller.PersonHeader]}\n"));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    private static Answer Again(AnsweredRequest first, byte[] fingerprint)
    {
        var isSame = first.Fingerprint.AsSpan().SequenceEqual(fingerprint);
        ApiMeasures.Repeated(isSame);
        if (!isSame)
        {
            return Answer.Problem(
                ProblemKind.KeyReused,
                $"The key '{first.Key}' was used for another request at {first.At:u}. Use a new key for a new request.");
        }

        // The first line is the Location header, so that one column keeps the whole answer.
        var line = first.Body.IndexOf('\n', StringComparison.Ordinal);
        return new Answer(first.Status, first.Body[(line + 1)..], line == 0 ? null : first.Body[..line]);
    }

    // A request that was not understood, not found or not taken has done nothing: mended or repeated, it may succeed.
    private async Task<Answer> Keep(Answer answer, Caller caller, string key, byte[] fingerprint, CancellationToken cancel)
    {
        if (answer.Status is not (StatusCodes.Status200OK or StatusCodes.Status202Accepted or StatusCodes.Status409Conflict))
        {
            return answer;
        }

        var kept = new AnsweredRequest(
            key, caller.Name, fingerprint, answer.Status, $"{answer.Location}\n{answer.Body}", clock.GetUtcNow());
        if (await answered.Add(kept, cancel) || await answered.Read(caller.Name, key, cancel) is not { } first)
        {
            return answer;
        }

        return Again(first, fingerprint);
    }
}
