using Crossdock.Contracts.Ports;

namespace Crossdock.Storage.Sql;

internal sealed class SqlSeals(Database database) : ISeals
{
    private const string Selected = "number, at, epoch, feed_number, row_count, case_count, digest, previous, key_id, signature";

    public Task<Seal?> ReadLast(CancellationToken cancel) =>
        database.Read(
            session => session.QueryOne($"select {Selected} from seals order by number desc limit 1", null, ReadSeal), cancel);

    public async Task<IReadOnlyList<Seal>> Read(long afterNumber, int max, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                $"select {Selected} from seals where number > @afterNumber order by number limit @max",
                new { afterNumber, max = (long)max },
                ReadSeal),
            cancel);

    public async Task<bool> Add(Seal seal, CancellationToken cancel) =>
        await database.Write(
            session => session.Execute(
                $"""
                insert into seals ({Selected})
                values (@number, @at, @epoch, @feedNumber, @rows, @cases, @digest, @previous, @keyId, @signature)
                on conflict (number) do nothing
                """,
                new
                {
                    number = seal.Number,
                    at = Instants.Ticks(seal.At),
                    epoch = seal.Reached.Epoch,
                    feedNumber = seal.Reached.Number,
                    rows = seal.Rows,
                    cases = seal.Cases,
                    digest = seal.Digest,
                    previous = seal.Previous,
                    keyId = seal.KeyId,
                    signature = seal.Signature,
                }),
            cancel) == 1;

    private static Seal ReadSeal(Row row) =>
        new(
            row.Long(),
            row.Instant(),
            new FeedPosition(row.Long(), row.Long()),
            row.Long(),
            row.Long(),
            row.Bytes(),
            row.Bytes(),
            row.Text(),
            row.Bytes());
}
