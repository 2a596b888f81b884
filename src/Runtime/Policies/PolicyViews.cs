using System.Collections.Immutable;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Policies;
using Crossdock.Processes.PolicyChanges;

namespace Crossdock.Runtime.Policies;

/// <summary>A policy with what holds of it now.</summary>
/// <param name="Area">which policies it belongs to, such as <c>prices</c></param>
/// <param name="Kind">time, number, whole, yes-no, choice, words or tolerance</param>
/// <param name="Limits">what it may be, in words</param>
/// <param name="WhyFixed">why it cannot be set; null where it can</param>
/// <param name="Roles">who may propose a value, and approve what somebody else proposed</param>
/// <param name="Scopes">what a value may be narrowed to</param>
/// <param name="Values">what holds now: the default, or what was set everywhere, first; then each scope's own</param>
/// <param name="Pending">changes that wait for their approval or their date</param>
public sealed record PolicyView(
    string Name,
    string Area,
    string AreaTitle,
    string Kind,
    string Unit,
    string Means,
    string Reason,
    string Default,
    string? Limits,
    ImmutableArray<string> Choices,
    string? WhyFixed,
    ImmutableArray<string> Roles,
    ImmutableArray<string> Scopes,
    ImmutableArray<PolicyValueView> Values,
    ImmutableArray<PolicyChangeView> Pending)
{
    /// <summary>Whether somebody who types this may mean it: every word of the text stands in its name or in what it decides.</summary>
    public bool IsAbout(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
        Name.Contains(word, StringComparison.OrdinalIgnoreCase) || Means.Contains(word, StringComparison.OrdinalIgnoreCase)
        || AreaTitle.Contains(word, StringComparison.OrdinalIgnoreCase));

    internal static PolicyView Of(PolicyRule rule, PolicyBook book, IEnumerable<PolicyStory> stories, DateTimeOffset now)
    {
        var area = PolicyRegister.AreaOf(rule.Name);
        var all = stories.ToArray();
        return new PolicyView(
            rule.Name, area.Name, area.Title, KindOf(rule), rule.Unit, rule.Means, rule.Reason, rule.DefaultText, rule.Limits,
            ChoicesOf(rule), rule.WhyFixed, rule.WhyFixed is null ? [.. area.Roles, "admin"] : [],
            area.By,
            [.. ValuesOf(rule, book, now)],
            [
                .. all.Where(story => story.State is PolicyChangeState.AwaitingApproval or PolicyChangeState.Scheduled)
                    .OrderBy(story => story.Version).Select(PolicyChangeView.Of),
            ]);
    }

    private static IEnumerable<PolicyValueView> ValuesOf(PolicyRule rule, PolicyBook book, DateTimeOffset now)
    {
        var scopes = book.All.Where(value => value.Policy == rule.Name).Select(value => value.Scope).Append(Scope.Everywhere).Distinct();
        foreach (var scope in scopes.OrderBy(scope => scope.Nearness).ThenBy(scope => scope.ToString(), StringComparer.Ordinal))
        {
            if (book.Own(rule.Name, scope, now) is { } own)
            {
                yield return new PolicyValueView(
                    new PolicyScope(scope.Region, scope.Channel, scope.Node, scope.Category, scope.Supplier), PolicyText.Of(own.Value!),
                    own.Version, own.From, own.ApprovedBy, own.Reason);
            }
            else if (scope == Scope.Everywhere)
            {
                yield return new PolicyValueView(
                    PolicyScope.Everywhere, rule.DefaultText, PolicyRegister.DefaultVersion, null, null, rule.Reason);
            }
        }
    }

    private static string KindOf(PolicyRule rule) =>
        rule.Kind == typeof(TimeSpan) ? "time"
        : rule.Kind == typeof(int) ? "whole"
        : rule.Kind == typeof(bool) ? "yes-no"
        : rule.Kind.IsEnum ? "choice"
        : rule.Kind == typeof(Tolerance) ? "tolerance"
        : rule.Kind == typeof(string) ? "words"
        : "number";

    private static ImmutableArray<string> ChoicesOf(PolicyRule rule) =>
        rule.Kind == typeof(bool) ? ["yes", "no"] : rule.Kind.IsEnum ? [.. Enum.GetNames(rule.Kind)] : [];
}

/// <param name="Since">null for the default, which always held</param>
/// <param name="By">who approved it; null for the default</param>
public sealed record PolicyValueView(PolicyScope Scope, string Value, int Version, DateTimeOffset? Since, string? By, string Reason);

/// <summary>One change, from its proposal to its end.</summary>
/// <param name="Value">null where the scope shall have no value of its own any more</param>
/// <param name="State">awaiting-approval, scheduled, in-force, superseded, rolled-back, rejected, withdrawn or lapsed</param>
/// <param name="AskedFrom">when it was proposed to take hold; null for as soon as it is approved</param>
/// <param name="From">since when, or from when on, it holds; null while it is not approved</param>
/// <param name="Because">the latest decision's reason</param>
public sealed record PolicyChangeView(
    string Case,
    int Version,
    PolicyScope Scope,
    string? Value,
    string State,
    bool Held,
    DateTimeOffset? AskedFrom,
    DateTimeOffset? From,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    string Reason,
    string? ApprovedBy,
    string Note,
    int? RollsBack,
    int Reviews,
    string Because,
    DateTimeOffset At)
{
    internal static PolicyChangeView Of(PolicyStory story)
    {
        var (change, last) = (story.Change, story.Rows[^1]);
        var moved = story.Rows.Last(row => row.From != row.To);
        return new PolicyChangeView(
            story.Case.ToString(), story.Version, change.Needs.Scope, change.Needs.Value,
            System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(story.State.ToString()), story.Held, change.Needs.From,
            change.From, change.ProposedBy, story.Rows[0].At, change.Needs.Reason, change.ApprovedBy, change.Note, change.Needs.RollsBack,
            change.Reviews, story.State == PolicyChangeState.AwaitingApproval ? last.Because : moved.Because, moved.At);
    }
}

/// <summary>A policy with every change of it, the newest first.</summary>
public sealed record PolicyHistory(PolicyView Policy, ImmutableArray<PolicyChangeView> Changes);

/// <summary>What a value would do, were it in force now. Deadlines that run are left as they are; new ones are set by it.</summary>
/// <param name="Before">what holds in that scope now</param>
/// <param name="OpenCases">open cases, in the scope, of the processes that read it: the most whose later decisions it may touch</param>
/// <param name="Deadlines">of these, how many wait under a deadline that this policy set; they keep it</param>
/// <param name="Otherwise">of these, how many would have another deadline, had the value held when it was set</param>
/// <param name="LateAtOnce">of these, how many would be late by now</param>
/// <param name="InTimeAgain">of these, how many are late now and would not be</param>
/// <param name="Capped">there were more deadlines than are counted</param>
/// <param name="Says">the same in sentences</param>
public sealed record PolicyPreview(
    string Policy, PolicyScope Scope, string? Value, string Before, int OpenCases, int Deadlines, int Otherwise, int LateAtOnce,
    int InTimeAgain, bool Capped, ImmutableArray<string> Says);
