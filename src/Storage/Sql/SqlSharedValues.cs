using Crossdock.Contracts.Ports;

namespace Crossdock.Storage.Sql;

internal sealed class SqlSharedValues(Database database) : ISharedValues
{
    public async Task<IReadOnlyDictionary<string, string>> ReadAll(string area, CancellationToken cancel)
    {
        var pairs = await database.Read(
            session => session.Query(
                "select name, value from shared_values where area = @area",
                new { area },
                row => KeyValuePair.Create(row.Text(), row.Text())),
            cancel);
        return pairs.ToDictionary(StringComparer.Ordinal);
    }

    public Task Write(string area, string name, string value, CancellationToken cancel) =>
        database.Write(
            session => session.Execute(
                """
                insert into shared_values (area, name, value) values (@area, @name, @value)
                on conflict (area, name) do update set value = excluded.value
                """,
                new { area, name, value }),
            cancel);
}
