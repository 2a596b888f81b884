using System.Text.Json.Serialization;

namespace Crossdock.Api.Governance.Problems;

/// <summary>The one shape of every error (RFC 9457), with what to mend field by field.</summary>
/// <param name="Type">a name that programs may compare; it never changes once released</param>
/// <param name="Detail">one sentence for people</param>
public sealed record ProblemDocument(
    string Type,
    string Title,
    int Status,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldProblem>? Errors = null);

/// <summary>The kinds of error there are. A caller meets no other.</summary>
internal sealed record ProblemKind(int Status, string Name, string Title)
{
    public static readonly ProblemKind Invalid = new(400, "invalid-request", "The request cannot be read or holds faults");
    public static readonly ProblemKind Unauthenticated = new(401, "key-needed", "A valid key is needed");
    public static readonly ProblemKind Forbidden = new(403, "not-allowed", "This key may not do this");
    public static readonly ProblemKind Unknown = new(404, "not-found", "There is no such thing");
    public static readonly ProblemKind WrongMethod = new(405, "wrong-method", "This address does not take this method");
    public static readonly ProblemKind TooSlow = new(408, "too-slow", "The request did not come in time");
    public static readonly ProblemKind Conflict = new(409, "conflict", "The case does not allow this now");
    public static readonly ProblemKind Archived = new(410, "archived", "The case is closed and archived");
    public static readonly ProblemKind TooLarge = new(413, "too-large", "The request is too large");
    public static readonly ProblemKind WrongType = new(415, "wrong-content-type", "The content type is not taken here");
    public static readonly ProblemKind KeyReused = new(422, "idempotency-key-reused", "The idempotency key was used for another request");
    public static readonly ProblemKind Overloaded = new(503, "unavailable", "Crossdock cannot take this now; try again");
    public static readonly ProblemKind Failed = new(500, "failed", "Crossdock failed");

    private static readonly ProblemKind[] All =
    [
        Invalid, Unauthenticated, Forbidden, Unknown, WrongMethod, TooSlow, Conflict, Archived, TooLarge, WrongType, KeyReused, Overloaded,
        Failed,
    ];

    public string Type => $"urn:crossdock:problem:{Name}";

    /// <summary>The kind behind a bare status that the framework set.</summary>
    public static ProblemKind OfStatus(int status) =>
        All.FirstOrDefault(kind => kind.Status == status) ?? (status < 500 ? Invalid with { Status = status }
            : Failed with { Status = status });
}
