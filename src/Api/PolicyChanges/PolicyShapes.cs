using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Runtime.Policies;
using Microsoft.OpenApi;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.PolicyChanges;

/// <param name="Policies">by area, then by name</param>
public sealed record PolicyPage(ImmutableArray<PolicyView> Policies);

internal static class PolicyQuery
{
    public static readonly Field<string> Area = Optional("area", Kinds.Key, "Such as prices.");
    public static readonly Field<string> Text = Optional("text", Kinds.Text(60), "Found in the name, and in what it decides.");

    public static readonly Shape Shape = new("PolicyQuery", [Area, Text]);
}

/// <summary>A value for a scope, to be looked at or proposed.</summary>
internal static class PolicyProposalShape
{
    private const int MostName = 60;

    public static readonly Field<string> Value = Optional(
        "value", new PolicyValueKind(), "As the policy's kind has it: 4 h, 0.05, 5 %, yes, Quorum, or 25 and 0.5 %.");
    public static readonly Field<bool> Unset = Optional(
        "unset", Kinds.Flag, "true instead of a value, to have none of its own in that scope any more.");
    public static readonly Field<string> Region = Optional("region", Kinds.Text(MostName), "Everywhere when no scope is named.");
    public static readonly Field<string> Channel = Optional("channel", Kinds.Text(MostName));
    public static readonly Field<string> Node = Optional("node", Kinds.Text(MostName));
    public static readonly Field<string> Category = Optional("category", Kinds.Text(MostName));
    public static readonly Field<string> Supplier = Optional("supplier", Kinds.Text(MostName));
    public static readonly Field<DateTimeOffset> From = Optional("from", Kinds.Instant, "As soon as it is approved when left out.");
    public static readonly Field<string> Reason = Required("reason", Kinds.Text(400), "Kept for ever beside the value.");

    public static readonly Shape Proposal = new(
        "PolicyProposal", [Value, Unset, Region, Channel, Node, Category, Supplier, From, Reason])
    {
        Example = """
            { "value": "3 h", "region": "UK", "from": "2026-12-01T00:00:00Z", "reason": "Stores are short of hands before Christmas." }
            """,
    };

    public static readonly Shape Preview = new("PolicyLook", [Value, Unset, Region, Channel, Node, Category, Supplier, From])
    {
        Example = """{ "value": "3 h", "region": "UK" }""",
    };
}

internal static class PolicyActShapes
{
    public static readonly Field<string> Note = Optional("note", Kinds.Text(400, min: 0));
    public static readonly Field<string> Reason = Required("reason", Kinds.Text(400));

    public static readonly Shape Noted = new("PolicyNote", [Note]) { Example = """{ "note": "agreed with the stores" }""" };
    public static readonly Shape Reasoned = new("PolicyReason", [Reason]) { Example = """{ "reason": "more late picks than before" }""" };
}

/// <summary>A policy's value: text, and where somebody sends a bare number or a truth value, its text.</summary>
internal sealed class PolicyValueKind : Kind<string>
{
    private static readonly Kind<string> AsText = Kinds.Text(60);

    public override IOpenApiSchema Describe(OpenApiDocument document) =>
        new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Number | JsonSchemaType.Boolean };

    public override bool TryRead(JsonElement json, string path, Faults faults, out string value) => json.ValueKind switch
    {
        JsonValueKind.Number => AsText.TryParse(json.GetRawText(), path, faults, out value),
        JsonValueKind.True => AsText.TryParse("yes", path, faults, out value),
        JsonValueKind.False => AsText.TryParse("no", path, faults, out value),
        _ => AsText.TryRead(json, path, faults, out value),
    };
}
