using System.Collections.Immutable;
using System.Text;

namespace Crossdock.Api.Governance.Problems;

/// <summary>What to mend, and where: <c>lines[2].quantity</c>.</summary>
public sealed record FieldProblem(string Field, string Reason);

/// <summary>Gathers everything that is wrong with a request, so that its sender mends it in one go.</summary>
internal sealed class Faults
{
    private readonly List<FieldProblem> _found = [];

    public bool Any => _found.Count > 0;

    public ImmutableArray<FieldProblem> All => [.. _found];

    public void Add(string field, string reason)
    {
        if (_found.Count < ApiLimits.Problems)
        {
            _found.Add(new FieldProblem(field.Length == 0 ? "body" : field, reason));
        }
        else if (_found.Count == ApiLimits.Problems)
        {
            _found.Add(new FieldProblem("body", $"has more faults than the {ApiLimits.Problems} listed; mend these first"));
        }
    }

    public override string ToString() => string.Join("; ", _found.Select(problem => $"{problem.Field} {problem.Reason}"));

    /// <summary>What was sent, short enough and harmless enough to say back.</summary>
    public static string Shown(string text)
    {
        var shown = new StringBuilder(Math.Min(text.Length, 44));
        foreach (var rune in text.EnumerateRunes().Take(40))
        {
            shown.Append(Rune.IsControl(rune) ? "\uFFFD" : rune.ToString());
        }

        return text.Length > shown.Length ? shown.Append("...").ToString() : shown.ToString();
    }
}
