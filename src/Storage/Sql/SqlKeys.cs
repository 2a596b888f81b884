using Crossdock.Contracts.Ports;

namespace Crossdock.Storage.Sql;

internal sealed class SqlKeys(Database database) : IKeys
{
    public async Task<IReadOnlyList<ApiKey>> ReadAll(CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                "select id, name, role, scope, secret_hash, created, revoked from api_keys order by id",
                null,
                row => new ApiKey(
                    row.Text(), row.Text(), row.Text(), row.TextOrNull(), row.Bytes(), row.Instant(), row.Long() != 0)),
            cancel);

    public Task<bool> Add(ApiKey key, CancellationToken cancel) =>
        database.Write(
            async session => await session.Execute(
                """
                insert into api_keys (id, name, role, scope, secret_hash, created, revoked)
                values (@id, @name, @role, @scope, @secret, @created, @revoked)
                on conflict (id) do nothing
                """,
                new
                {
                    id = key.Id,
                    name = key.Name,
                    role = key.Role,
                    scope = key.Scope,
                    secret = key.SecretHash,
                    created = Instants.Ticks(key.Created),
                    revoked = key.Revoked ? 1L : 0L,
                }) == 1,
            cancel);

    public Task Revoke(string id, CancellationToken cancel) =>
        database.Write(session => session.Execute("update api_keys set revoked = 1 where id = @id", new { id }), cancel);
}
