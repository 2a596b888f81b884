using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.CalendarChanges.CalendarsState;
using static Crossdock.Processes.CalendarChanges.Handlers;
using Is = Crossdock.Contracts.ExceptionCategory;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.CalendarChanges;

/// <summary>Opening hours that changed: what is open and counts by them is derived anew, each case with the reason.</summary>
public static class CalendarMap
{
    public static ProcessMap<KnownCalendars, CalendarsState> Build() =>
        new ProcessMap<KnownCalendars, CalendarsState>("opening-hours", KnownCalendars.Kind, version: 1, OwnerGroup.StoreOperations)
        .CancelledBy(why => new CalendarsForgotten(why))
        .Begins<CalendarsSet>(Begin).To(InForce)

        .In(InForce, Waits.OnTime, OwnerGroup.StoreOperations, Is.ApprovalLate)
            .Within(Policy.CalendarReview, Hours.Always).Late(AskForReview)
            .On<CalendarsSet>(Change).To(Rederiving).Asks<RederiveDeadlines>()
            .On<CalendarsForgotten>(Forget).To(Forgotten)

        .In(Rederiving, Waits.OnSystem)
            .On<DeadlinesRederived>(Done).To(InForce)
            .On<RederivingFailed>(NotDone).To(InForce)
            .On<CalendarsSet>(NotNow)

        .Ends(Forgotten)

        .InEveryState()
            .Ignores<CalendarsForgotten>("Deadlines are being derived by them.");
}
