using Crossdock.Contracts;
using Crossdock.Intelligence.Causes;
using Crossdock.Processes.Policies;

namespace Crossdock.Host.Settings;

/// <summary>What figures read of the policies in force: each as a number, a time in seconds, a yes as 1.</summary>
internal static class PolicyNumbers
{
    public static ReadPolicyNumber Of(PolicyShelf shelf, BusinessClock clock) => (policy, region, channel, node) =>
    {
        var (book, scope, now) = (shelf.InForce, new Scope(region, channel, node), clock.GetUtcNow());
        return PolicyRegister.Find(policy) switch
        {
            Policy<int> whole => Number(book.Read(whole, scope, now), value => value),
            Policy<decimal> exact => Number(book.Read(exact, scope, now), value => value),
            Policy<bool> choice => Number(book.Read(choice, scope, now), value => value ? 1 : 0),
            Policy<TimeSpan> time => Number(book.Read(time, scope, now), value => (decimal)value.TotalSeconds),
            _ => throw new ArgumentException($"No policy {policy} is a number.", nameof(policy)),
        };
    };

    private static PolicyNumber Number<T>((T Value, int Version) read, Func<T, decimal> number) => new(number(read.Value), read.Version);
}
