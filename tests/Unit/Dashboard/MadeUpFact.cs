using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>The journal's JSON wants at least one process's fact; the made-up cases have none of their own.</summary>
internal sealed record MadeUpFact : Fact
{
    public static readonly JournalJson Json = new([new JsonDerivedType(typeof(MadeUpFact), "made-up")], MadeUpFactJson.Default);
}

[JsonSerializable(typeof(MadeUpFact))]
internal sealed partial class MadeUpFactJson : JsonSerializerContext;
