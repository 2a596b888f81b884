using Crossdock.Contracts.Ports;

namespace Crossdock.Storage.Sql;

internal sealed class SqlLeases(Database database) : ILeases
{
    public Task<LeaseStanding?> Read(string name, CancellationToken cancel) =>
        database.Read(
            session => session.QueryOne(
                "select holder, token, beats from leases where name = @name",
                new { name },
                row => new LeaseStanding(row.Text(), row.Long(), row.Long())),
            cancel);

    public Task<long?> Take(string name, string holder, LeaseStanding? seen, CancellationToken cancel) =>
        database.WriteDerived(
            session => seen is null
                ? session.Scalar<long?>(
                    """
                    insert into leases (name, holder, token, beats) values (@name, @holder, 1, 0)
                    on conflict (name) do nothing returning token
                    """,
                    new { name, holder })
                : session.Scalar<long?>(
                    """
                    update leases set holder = @holder, token = token + 1, beats = beats + 1
                    where name = @name and token = @token and beats = @beats returning token
                    """,
                    new { name, holder, token = seen.Token, beats = seen.Beats }),
            cancel);

    public Task<bool> Renew(string name, long token, CancellationToken cancel) =>
        database.WriteDerived(session => Renew(session, name, token), cancel);

    public Task Release(string name, long token, CancellationToken cancel) =>
        database.WriteDerived(
            session => session.Execute(
                "update leases set holder = '', beats = beats + 1 where name = @name and token = @token", new { name, token }),
            cancel);

    /// <summary>
    /// Renews within a transaction that goes on to write under the lease: whoever would take it waits for that transaction's end,
    /// and then finds it renewed.
    /// </summary>
    public static async Task<bool> Renew(Session session, string name, long token) =>
        await session.Execute(
            "update leases set beats = beats + 1 where name = @name and token = @token and holder <> ''", new { name, token }) == 1;
}
