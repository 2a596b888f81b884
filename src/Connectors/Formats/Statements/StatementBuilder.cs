using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Connectors.Formats.Statements;

/// <summary>How many movements a file has brought so far, over all of its statements.</summary>
internal sealed class MovementCount
{
    private int _count;

    public void Spend()
    {
        if (++_count > StatementLimits.MaxMovements)
        {
            throw new UnreadableStatementException(
                $"The file has more than {StatementLimits.MaxMovements:N0} movements. Ask the bank for a statement per account and day.");
        }
    }
}

/// <summary>
/// Gathers one statement, whatever form it is read from: sums what is booked, sees that no reference stands twice, and holds the sum
/// against the balances.
/// </summary>
internal sealed class StatementBuilder(string account, string id, string currency, decimal? opening, decimal? closing, MovementCount count)
{
    private readonly List<StatementLine> _lines = [];
    private readonly HashSet<string> _references = new(StringComparer.Ordinal);
    private decimal _sum;
    private bool _allRead = true;

    public string Account => account;

    public string Id => id;

    public string Currency => currency;

    /// <summary>What is booked on the account, below 0 where it left.</summary>
    public void Book(decimal amount) => _sum += amount;

    public void Pending(string place) => Add(new StatementLine(place, null, "It is not booked yet.", Pending: true));

    /// <summary>A movement that cannot be read in full. Where not even its sum can, nothing proves the balances.</summary>
    public void Broken(string place, string why, bool sumIsKnown)
    {
        _allRead &= sumIsKnown;
        Add(new StatementLine(place, null, why));
    }

    public void Take(string place, BankEntry entry) => Add(_references.Add(entry.Reference)
        ? new StatementLine(place, entry, null)
        : new StatementLine(place, null, $"Its reference {entry.Reference} stands twice in the statement: nothing tells the two apart."));

    public BankStatement Build()
    {
        var fault = opening is null ? "It has no opening balance (OPBD, or PRCD; in CSV a row 'opening')."
            : closing is null ? "It has no closing balance (CLBD; in CSV a row 'closing')."
            : _allRead && opening + _sum != closing
                ? $"Its balances do not add up: {Shown(opening.Value)} and {Shown(_sum)} of entries make {Shown(opening.Value + _sum)}, "
                + $"and it closes with {Shown(closing.Value)}. Entries are missing or were changed: ask the bank for it again."
            : null;
        return new BankStatement(
            account, id, currency, opening ?? 0m, closing ?? 0m, [.. _lines], fault is null && _allRead, fault);
    }

    private void Add(StatementLine line)
    {
        count.Spend();
        _lines.Add(line);
    }

    private string Shown(decimal amount) => new Money(amount, currency).ToString();

    /// <summary>Without spaces and in capitals, as invoices name accounts.</summary>
    public static string? AccountOf(string? printed)
    {
        var text = printed is null ? "" : string.Concat(printed.Where(sign => !char.IsWhiteSpace(sign))).ToUpperInvariant();
        return text.Length is > 0 and <= 50 ? text : null;
    }

    public static bool IsCurrency(string? text) => text is { Length: 3 } && text.All(char.IsAsciiLetterUpper);

    /// <summary>As the schema writes it: a point and up to five digits behind it, no sign and no grouping.</summary>
    public static decimal? Amount(string? text, bool signed = false) =>
        decimal.TryParse(
            text?.Trim(), NumberStyles.AllowDecimalPoint | (signed ? NumberStyles.AllowLeadingSign : 0), CultureInfo.InvariantCulture,
            out var amount)
        && Math.Abs(amount) <= StatementLimits.MaxAmount && decimal.Round(amount, 5) == amount ? amount : null;

    /// <summary>Long texts are cut: a case keeps what a person needs to know a payment again.</summary>
    public static string? Text(string? text, int most = 140)
    {
        var plain = string.Concat((text ?? "").Select(sign => char.IsControl(sign) ? ' ' : sign)).Trim();
        var end = plain.Length <= most ? plain.Length : char.IsHighSurrogate(plain[most - 1]) ? most - 1 : most;
        return end == 0 ? null : plain[..end];
    }
}
