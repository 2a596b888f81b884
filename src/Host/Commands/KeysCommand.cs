using System.CommandLine;
using Crossdock.Api.Governance.Keys;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crossdock.Host.Commands;

/// <summary>
/// Makes, lists and revokes keys of a store, beside hosts at work or without any. Whoever may write to the store may do it; no service
/// does, so that no key begets another.
/// </summary>
internal static class KeysCommand
{
    private const int LongestName = 80;

    /// <summary>Of other roles a limit would be taken for one and be none.</summary>
    private static readonly string[] Limited = [Roles.Store, Roles.Partner, Roles.Channel];

    public static Command Create() => new("keys", "Make, list and revoke the keys of people and systems.") { Add(), List(), Revoke() };

    private static Command Add()
    {
        var store = OfStore();
        var name = new Option<string>("--name") { Description = "who calls with it, as the journal will name them", Required = true };
        var role = new Option<string>("--role") { Description = string.Join(", ", Roles.All), Required = true };
        var scope = new Option<string?>("--scope") { Description = "the one node, system or channel of a store, partner or channel" };
        var file = new Option<string?>("--file") { Description = "where the key goes, readable by its owner only; else to the screen" };
        var command = new Command("add", "Make a key; it is seen this once.") { store, name, role, scope, file };
        command.SetAction((parsed, cancel) => On(parsed.GetValue(store)!, (keys, stop) => Made(
            keys, parsed.GetValue(name)!.Trim(), parsed.GetValue(role)!, parsed.GetValue(scope), parsed.GetValue(file), stop), cancel));
        return command;
    }

    private static Command List()
    {
        var store = OfStore();
        var command = new Command("list", "Show the keys there are, and none of their secrets.") { store };
        command.SetAction((parsed, cancel) => On(parsed.GetValue(store)!, Listed, cancel));
        return command;
    }

    private static Command Revoke()
    {
        var store = OfStore();
        var id = new Argument<string>("id") { Description = "as the list shows it: what stands between xd_ and the secret" };
        var command = new Command("revoke", "End a key for good; hosts know it within seconds.") { id, store };
        command.SetAction((parsed, cancel) =>
            On(parsed.GetValue(store)!, (keys, stop) => Revoked(keys, parsed.GetValue(id)!, stop), cancel));
        return command;
    }

    private static Option<string> OfStore() =>
        new("--store") { Description = "sqlite:PATH or postgres:CONNECTION-STRING", Required = true };

    private static async Task<int> On(string address, Func<IKeys, CancellationToken, Task<int>> work, CancellationToken cancel)
    {
        try
        {
            await using var store = Storage.Store.Open(address, NullLoggerFactory.Instance);
            await store.Prepare(cancel);
            return await work(store.Keys, cancel);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or InvalidDataException
            or StoreUnavailableException)
        {
            return await No(fault.Message, cancel);
        }
    }

    private static async Task<int> Made(
        IKeys keys, string name, string role, string? scope, string? file, CancellationToken cancel)
    {
        var no = name.Length is 0 or > LongestName || name.Any(char.IsControl) ? $"A name has 1 to {LongestName} characters."
            : scope is not null && !Limited.Contains(role) ? $"Only a key of {string.Join(", ", Limited)} has a scope."
            : null;
        if (no is not null)
        {
            return await No(no, cancel);
        }

        var (key, text) = KeyText.Mint(id: null, name, role, scope, TimeProvider.System.GetUtcNow());
        if (file is not null)
        {
            // Written before the key counts: a key that nobody has would stand in the list for ever.
            await OwnerOnlyFile.Write(file, text, cancel);
        }

        if (!await keys.Add(key, cancel))
        {
            return await No($"There is a key {key.Id} already; the one that was made opens nothing. Try again.", cancel);
        }

        Console.WriteLine(file is null ? text : $"Key {key.Id} of {name} ({role}) is in {file}.");
        return ExitCodes.Fine;
    }

    private static async Task<int> Listed(IKeys keys, CancellationToken cancel)
    {
        foreach (var key in await keys.ReadAll(cancel))
        {
            Console.WriteLine(
                $"{key.Id,-14}{key.Created:yyyy-MM-dd}  {key.Role,-16}{key.Name}{(key.Scope is { } of ? $", for {of}" : "")}"
                + (key.Revoked ? ", revoked" : ""));
        }

        return ExitCodes.Fine;
    }

    private static async Task<int> Revoked(IKeys keys, string id, CancellationToken cancel)
    {
        var all = await keys.ReadAll(cancel);
        if (all.FirstOrDefault(key => key.Id == id) is not { } known)
        {
            return await No($"There is no key {id}.", cancel);
        }

        await keys.Revoke(id, cancel);
        Console.WriteLine($"Key {id} of {known.Name} ({known.Role}) is revoked.");
        return ExitCodes.Fine;
    }

    private static async Task<int> No(string why, CancellationToken cancel)
    {
        await Console.Error.WriteLineAsync(why.AsMemory(), cancel);
        return ExitCodes.BadSettings;
    }
}
