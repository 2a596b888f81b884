using Crossdock.Contracts;

namespace Crossdock.Intelligence.Stays;

/// <summary>Gathers what a case had to do with, row by row.</summary>
internal sealed class MarksFold
{
    /// <summary>Of a case that a hundred people wrote to the first are enough to compare it by.</summary>
    private const int Most = 20;

    // The names are those of the terms that cards carry; the processes' cards write them.
    private const string SupplierTerm = "supplier:", GoodsTerm = "category:";

    private readonly List<string> _seen = [];
    private readonly SortedSet<string> _troubles = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _staff = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _systems = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _policies = new(StringComparer.Ordinal);
    private string? _endedIn;

    public bool WasTrouble => _troubles.Count > 0;

    public void Take(JournalLine row)
    {
        if (row.Final)
        {
            _endedIn ??= row.To;
        }
        else
        {
            _endedIn = null;
            if (!_seen.Contains(row.To) && _seen.Count < Most)
            {
                _seen.Add(row.To);
            }
        }

        if (row.Outcome == Outcome.Applied)
        {
            var who = row.Message.Who;
            if (!CaseLife.SystemRoles.Contains(who.Role))
            {
                Add(_staff, who.Name);
            }
            else if (who.Role == Actor.Crossdock.Role && who.Name != Actor.Crossdock.Name)
            {
                Add(_systems, who.Name);
            }
        }

        foreach (var policy in row.Policies.IsDefault ? [] : row.Policies)
        {
            Add(_policies, policy);
        }
    }

    public void Trouble(ExceptionCategory? category)
    {
        if (category is { } now)
        {
            Add(_troubles, ExceptionRules.CodeOf(now));
        }
    }

    public CaseMarks Of(CaseCard? card, OwnerGroup? owner) => new(
        _endedIn, owner, SupplierOf(card), TermOf(card, GoodsTerm), card?.Value, card?.Currency, Lines(_seen), Lines(_troubles),
        Lines(_staff), Lines(_systems), Lines(_policies));

    public static string? SupplierOf(CaseCard? card) => TermOf(card, SupplierTerm);

    private static string? TermOf(CaseCard? card, string kind) =>
        card is null || card.Terms.IsDefaultOrEmpty ? null
            : card.Terms.FirstOrDefault(term => term.StartsWith(kind, StringComparison.Ordinal))?[kind.Length..];

    private static void Add(SortedSet<string> set, string one)
    {
        if (set.Count < Most)
        {
            set.Add(one.ReplaceLineEndings(" "));
        }
    }

    private static string Lines(IEnumerable<string> all) => string.Join('\n', all);
}
