using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts;

/// <summary>Source-generated shapes of what is journalled and what goes between processes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(Transition))]
[JsonSerializable(typeof(Envelope))]
[JsonSerializable(typeof(TellReceipt))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(Effect))]
[JsonSerializable(typeof(Fact))]
[JsonSerializable(typeof(Network.RetailNetwork))]
[JsonSerializable(typeof(Dictionary<string, Dictionary<string, string>>), TypeInfoPropertyName = "ShelfPlaces")]
[JsonSerializable(typeof(Dictionary<string, string[]>), TypeInfoPropertyName = "SubstituteSkus")]
public sealed partial class ContractsJson : JsonSerializerContext;

/// <summary>The one JSON setting of the journal: contracts plus the facts that the processes name.</summary>
public sealed class JournalJson
{
    public JournalJson(IEnumerable<JsonDerivedType> facts, params IJsonTypeInfoResolver[] factShapes)
    {
        var derived = facts.ToArray();
        Options = new JsonSerializerOptions(ContractsJson.Default.Options)
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine([ContractsJson.Default, .. factShapes])
                .WithAddedModifier(shape =>
                {
                    if (shape.Type != typeof(Fact))
                    {
                        return;
                    }

                    shape.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "fact" };
                    foreach (var type in derived)
                    {
                        shape.PolymorphismOptions.DerivedTypes.Add(type);
                    }
                }),
        };
        Options.MakeReadOnly();
        Transitions = (JsonTypeInfo<Transition>)Options.GetTypeInfo(typeof(Transition));
        Envelopes = (JsonTypeInfo<Envelope>)Options.GetTypeInfo(typeof(Envelope));
    }

    public JsonSerializerOptions Options { get; }

    public JsonTypeInfo<Transition> Transitions { get; }

    public JsonTypeInfo<Envelope> Envelopes { get; }

    public byte[] Write(Transition transition) => JsonSerializer.SerializeToUtf8Bytes(transition, Transitions);

    public Transition Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, Transitions) ?? throw new JsonException("a transition cannot be null");
}
