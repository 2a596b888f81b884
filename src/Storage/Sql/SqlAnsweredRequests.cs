using Crossdock.Contracts.Ports;

namespace Crossdock.Storage.Sql;

internal sealed class SqlAnsweredRequests(Database database) : IAnsweredRequests
{
    public Task<AnsweredRequest?> Read(string caller, string key, CancellationToken cancel) =>
        database.Read(
            session => session.QueryOne(
                "select fingerprint, status, body, at from answered_requests where caller = @caller and key = @key",
                new { caller, key },
                row => new AnsweredRequest(key, caller, row.Bytes(), row.Int(), row.Text(), row.Instant())),
            cancel);

    public Task<bool> Add(AnsweredRequest request, CancellationToken cancel) =>
        database.Write(
            async session => await session.Execute(
                """
                insert into answered_requests (caller, key, fingerprint, status, body, at)
                values (@caller, @key, @fingerprint, @status, @body, @at)
                on conflict (caller, key) do nothing
                """,
                new
                {
                    caller = request.Caller,
                    key = request.Key,
                    fingerprint = request.Fingerprint,
                    status = (long)request.Status,
                    body = request.Body,
                    at = Instants.Ticks(request.At),
                }) == 1,
            cancel);

    public Task Purge(DateTimeOffset before, CancellationToken cancel) =>
        database.Write(
            session => session.Execute("delete from answered_requests where at < @before", new { before = Instants.Ticks(before) }),
            cancel);
}
