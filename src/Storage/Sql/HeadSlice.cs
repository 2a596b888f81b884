using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Dapper;

namespace Crossdock.Storage.Sql;

/// <summary>A filter as SQL. Only our own words go into the text; what a person typed goes in as parameters.</summary>
internal sealed class HeadSlice
{
    /// <summary>Past its deadline or its promise. Whoever uses it gives <c>@now</c> and keeps to open heads.</summary>
    public const string IsLate = $"(coalesce(due_at < @now and {IsPromise}, false) or coalesce(promise < @now, false))";

    /// <summary>Near its deadline or its promise; true of late ones as well.</summary>
    public const string IsNear = $"(coalesce(due_at <= @soon and {IsPromise}, false) or coalesce(promise <= @soon, false))";

    /// <summary>The deadline of a state that waits for a time is its plan, as <see cref="CaseHead.ClockAt"/> has it.</summary>
    private const string IsPromise = $"waits <> '{nameof(Waits.OnTime)}'";

    private readonly List<string> _conditions = [];

    public HeadSlice(HeadFilter filter)
    {
        AddText(filter.Text);
        AddEqual("kind", filter.Kind);
        AddKinds(filter.Kinds);
        AddEqual("state", filter.State);
        AddEqual("waits", filter.Waits?.ToString());
        AddEqual("region", filter.Region);
        AddEqual("channel", filter.Channel);
        AddEqual("node", filter.Node);
        AddEqual("owner", filter.Owner?.ToString());
        AddEqual("exception", filter.Exception?.ToString());
        AddEqual("parent", filter.Parent?.ToString());
        AddEqual("with_whom", filter.With);
        AddEqual("task_kind", filter.TaskKind);
        AddReach(filter.Reaches);
        AddPresent("exception", filter.AnyException);
        AddPresent("incident", filter.HasIncident);
        AddPresent("held", filter.Held);
        AddEqual("process", filter.Process);
        AddPresent("closed", filter.Open is { } open ? !open : null);
        AddClock(filter);
    }

    public DynamicParameters Values { get; } = new();

    public string Where => _conditions.Count == 0 ? "" : $"where {string.Join(" and ", _conditions)}";

    public void Add(string condition) => _conditions.Add(condition);

    public static string Sql(HeadOrder order) => order switch
    {
        HeadOrder.Newest => "opened desc, case_no desc",
        HeadOrder.Oldest => "opened, case_no",
        HeadOrder.Priority => "priority desc, coalesce(promise, due_at) nulls last, opened, case_no",
        HeadOrder.Due => "due_at nulls last, case_no",
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "is no order of heads"),
    };

    private void AddEqual(string column, string? value)
    {
        if (!string.IsNullOrEmpty(value) && CanBe(value))
        {
            _conditions.Add($"{column} = @{column}");
            Values.Add(column, value);
        }
    }

    /// <summary>
    /// An expression and not the column, so that the index of the order serves the list: of many kinds all cases would be gathered first,
    /// and sorted for one page.
    /// </summary>
    private void AddKinds(IReadOnlyList<string>? kinds)
    {
        if (kinds is null)
        {
            return;
        }

        var possible = kinds.Where(StoredText.IsPossible).ToArray();
        for (var i = 0; i < possible.Length; i++)
        {
            Values.Add($"kinds_{i}", possible[i]);
        }

        _conditions.Add(possible.Length == 0 ? "1 = 0" : $"kind || '' in ({string.Join(", ", possible.Select((_, i) => $"@kinds_{i}"))})");
    }

    /// <summary>The parts of each case are looked up by their parent, and the first in the place is enough.</summary>
    private void AddReach(Reach? reach)
    {
        if (reach is null)
        {
            return;
        }

        var (there, elsewhere) = ("", "");
        foreach (var (column, value) in new[] { ("region", reach.Region), ("channel", reach.Channel), ("node", reach.Node) })
        {
            if (!string.IsNullOrEmpty(value) && CanBe(value))
            {
                there += $" and part.{column} = @part_{column}";
                elsewhere += $" and coalesce({column}, @part_{column}) = @part_{column}";
                Values.Add($"part_{column}", value);
            }
        }

        const string Part = "exists (select 1 from heads part where part.parent = heads.case_id and part.kind = @part_kind";
        _conditions.Add($"({Part}{there}) or (not {Part}){elsewhere}))");
        Values.Add("part_kind", reach.PartKind);
    }

    /// <summary>What no stored text can be finds nothing, and is not sent.</summary>
    private bool CanBe(string text)
    {
        if (StoredText.IsPossible(text))
        {
            return true;
        }

        _conditions.Add("1 = 0");
        return false;
    }

    private void AddPresent(string column, bool? present)
    {
        if (present is { } yes)
        {
            _conditions.Add($"{column} is {(yes ? "not " : "")}null");
        }
    }

    /// <summary>
    /// A prefix is a range of keys and not a pattern, so that the index serves it and <c>%</c> and <c>_</c> mean themselves.
    /// The tilde sorts after every letter of a key.
    /// </summary>
    private void AddText(string? typed)
    {
        var text = typed?.Trim();
        if (string.IsNullOrEmpty(text) || !CanBe(text))
        {
            return;
        }

        var term = Term.Of(0, text);
        _conditions.Add(
            """
            case_no in (
                select case_no from heads where folded_key = @key and case_id = @text
                union select case_no from heads where folded_key >= @folded and folded_key < @behind
                union select case_no from terms where value = @text
                union select case_no from terms where value = @term_value and kind = @term_kind)
            """);
        Values.Add("text", text);
        Values.Add("key", HeadTable.Fold(CaseId.TryParse(text, null, out var id) ? id.Key : text));
        Values.Add("folded", HeadTable.Fold(text));
        Values.Add("behind", HeadTable.Fold(text) + "~");
        Values.Add("term_kind", term.Kind);
        Values.Add("term_value", term.Value);
    }

    private void AddClock(HeadFilter filter)
    {
        if (filter.Clock == Clock.Any)
        {
            return;
        }

        _conditions.Add("closed is null");
        _conditions.Add(filter.Clock switch
        {
            // Written plainly, so that the indexes on deadlines and promises serve it.
            Clock.Late => $"((due_at < @now and {IsPromise}) or promise < @now)",
            Clock.AtRisk => $"{IsNear} and not {IsLate}",
            Clock.InTime => $"not {IsNear} and not {IsLate}",
            _ => throw new ArgumentOutOfRangeException(nameof(filter), filter.Clock, "is no clock"),
        });
        Values.Add("now", Instants.Ticks(filter.Now));
        if (filter.Clock != Clock.Late)
        {
            Values.Add("soon", Instants.TicksAfter(filter.Now, filter.AtRiskWithin));
        }
    }
}
