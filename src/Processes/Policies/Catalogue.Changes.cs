namespace Crossdock.Processes.Policies;

/// <summary>What changing policies reads, about itself.</summary>
public static partial class Policy
{
    public static readonly Policy<TimeSpan> PolicyApprovalTime = new(
        "policy-approval-time", TimeSpan.FromHours(8), "business time of the owner",
        "how long a proposed value may wait for its approval before each reminder",
        "One working day: whoever proposes a value has the reason fresh in mind.")
    { Bounds = (TimeSpan.FromMinutes(5), TimeSpan.FromDays(10)) };

    public static readonly Policy<int> PolicyReminders = new(
        "policy-reminders", 4, "reminders", "after how many reminders a proposed value lapses",
        "A week: what nobody approved by then was not wanted.")
    { Bounds = (0, 50) };

    public static readonly Policy<TimeSpan> PolicySchedule = new(
        "policy-schedule", TimeSpan.Zero, "time", "until an approved value takes hold", "Worked out for each change from its own date.")
    { WhyFixed = "It is worked out for each change from the date that was approved." };

    public static readonly Policy<TimeSpan> PolicyReview = new(
        "policy-review", TimeSpan.FromDays(180), "time", "how long a value holds before its owner is reminded to look at it",
        "Twice a year: what was set for a season is still there in the next.")
    { Bounds = (TimeSpan.FromDays(1), TimeSpan.FromDays(400)) };

    public static readonly Policy<TimeSpan> CalendarReview = new(
        "calendar-review", TimeSpan.FromDays(180), "time", "how long until somebody is reminded to look at opening hours and holidays",
        "Twice a year: the holidays of the next half are entered before it begins.")
    { Bounds = (TimeSpan.FromDays(7), TimeSpan.FromDays(400)) };
}
