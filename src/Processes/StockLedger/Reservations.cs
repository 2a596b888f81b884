using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crossdock.Processes.StockLedger;

/// <summary>Pieces set aside under a name. Pending until posted; then it no longer expires.</summary>
public sealed record Reservation(string Name, string Node, int Pieces, bool Firm, DateTimeOffset? Expires);

/// <summary>
/// The open reservations of one SKU by name, and those that can lapse also by when: a SKU in demand has tens of thousands, and
/// each instruction asks which of them have lapsed.
/// </summary>
[JsonConverter(typeof(ReservationsJson))]
public sealed class Reservations
{
    public static readonly Reservations None = new(
        ImmutableDictionary.Create<string, Reservation>(StringComparer.Ordinal), ImmutableSortedSet.Create<Reservation>(ByExpiry.One));

    private readonly ImmutableDictionary<string, Reservation> _byName;
    private readonly ImmutableSortedSet<Reservation> _lapsing;

    private Reservations(ImmutableDictionary<string, Reservation> byName, ImmutableSortedSet<Reservation> lapsing) =>
        (_byName, _lapsing) = (byName, lapsing);

    public int Count => _byName.Count;

    public IEnumerable<string> Keys => _byName.Keys;

    public IEnumerable<Reservation> Values => _byName.Values;

    public Reservation this[string name] => _byName[name];

    /// <summary>Those that have lapsed by now, the earliest first.</summary>
    public IEnumerable<Reservation> LapsedBy(DateTimeOffset now) => _lapsing.TakeWhile(reservation => reservation.Expires <= now);

    /// <summary>With this one, in place of what stood under its name.</summary>
    public Reservations With(Reservation reservation)
    {
        var lapsing = _byName.TryGetValue(reservation.Name, out var there) ? Without(there) : _lapsing;
        return new(
            _byName.SetItem(reservation.Name, reservation), reservation.Expires is null ? lapsing : lapsing.Add(reservation));
    }

    public Reservations Without(string name) => new(_byName.Remove(name), Without(_byName[name]));

    public bool ContainsKey(string key) => _byName.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Reservation value) => _byName.TryGetValue(key, out value);

    public Reservation? GetValueOrDefault(string key) => _byName.GetValueOrDefault(key);

    private ImmutableSortedSet<Reservation> Without(Reservation there) =>
        there.Expires is null ? _lapsing : _lapsing.Remove(there);

    private sealed class ByExpiry : IComparer<Reservation>
    {
        public static readonly ByExpiry One = new();

        public int Compare(Reservation? x, Reservation? y)
        {
            var first = Nullable.Compare(x!.Expires, y!.Expires);
            return first != 0 ? first : string.CompareOrdinal(x.Name, y.Name);
        }
    }
}

/// <summary>An object with a property a reservation.</summary>
public sealed class ReservationsJson : JsonConverter<Reservations>
{
    public override Reservations Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var all = Reservations.None;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Reservations are an object with a property a reservation.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            reader.Read();
            all = all.With(
                JsonSerializer.Deserialize(ref reader, StockFactsJson.Default.Reservation)
                ?? throw new JsonException("A reservation is null."));
        }

        return all;
    }

    public override void Write(Utf8JsonWriter writer, Reservations value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var reservation in value.Values)
        {
            writer.WritePropertyName(reservation.Name);
            JsonSerializer.Serialize(writer, reservation, StockFactsJson.Default.Reservation);
        }

        writer.WriteEndObject();
    }
}
