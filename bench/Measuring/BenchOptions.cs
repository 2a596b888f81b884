using System.CommandLine;

namespace Crossdock.Bench.Measuring;

/// <summary>What every bench can be told.</summary>
/// <param name="Seconds">how long each setting is measured, after its warm-up</param>
public sealed record Asked(double Seconds, string Store, bool Json);

/// <summary>The options that all benches share, so that they mean the same everywhere.</summary>
public sealed class BenchOptions
{
    private readonly Option<double> _seconds = new("--seconds")
    {
        Description = "how long each setting is measured", DefaultValueFactory = _ => 10,
    };

    private readonly Option<string> _store = new("--store")
    {
        Description =
            "sqlite, sqlite:PATH, or postgres:CONNECTION-STRING of a server on which a database of its own is made and dropped",
        DefaultValueFactory = _ => "sqlite",
    };

    private readonly Option<bool> _json = new("--json") { Description = "print one JSON object on standard output, and nothing else" };

    public BenchOptions(Command command)
    {
        command.Options.Add(_seconds);
        command.Options.Add(_store);
        command.Options.Add(_json);
    }

    public Asked Read(ParseResult parsed) =>
        new(Math.Clamp(parsed.GetValue(_seconds), 0.5, 3_600), parsed.GetValue(_store)!, parsed.GetValue(_json));
}
