using System.Xml.Linq;

namespace Crossdock.Conformance.Tests.House;

/// <summary>A project file: which projects and packages it takes.</summary>
public sealed record ProjectFile(string Path, string Name, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages, XDocument Xml)
{
    public static ProjectFile Read(SourceFile file)
    {
        var xml = XDocument.Parse(file.Text);
        var projects = Included(xml, "ProjectReference").Select(path => NameOf(path.Replace('\\', '/')));
        return new ProjectFile(file.Path, NameOf(file.Path), [.. projects], [.. Included(xml, "PackageReference")], xml);
    }

    private static string NameOf(string path) =>
        System.IO.Path.GetFileNameWithoutExtension(path)["Crossdock.".Length..];

    private static IEnumerable<string> Included(XDocument xml, string element) =>
        xml.Descendants(element).Select(e => e.Attribute("Include")?.Value ?? "an element without Include");
}

/// <summary>The walls of the house. What stands in no table is refused: a new project has to be thought about.</summary>
public static class ReferenceRules
{
    private static readonly string[] AllOfSrc =
        ["Contracts", "Processes", "Storage", "Runtime", "Connectors", "Intelligence", "Advice", "Api"];

    public static readonly IReadOnlyDictionary<string, string[]> Projects = new Dictionary<string, string[]>
    {
        ["Contracts"] = [],
        ["Processes"] = ["Contracts"],
        ["Storage"] = ["Contracts"],
        ["Runtime"] = ["Contracts", "Processes", "Storage"],
        ["Connectors"] = ["Contracts", "Storage"],
        ["Intelligence"] = ["Contracts", "Storage"],
        ["Advice"] = ["Contracts", "Intelligence"],
        ["Api"] = ["Contracts", "Runtime", "Intelligence"],
        ["Host"] = AllOfSrc,
        ["Estate"] = ["Contracts"],
        // They run the parts without the host: the one to measure them, the other to break them.
        ["Bench"] = AllOfSrc,
        ["Rehearsal"] = [.. AllOfSrc, "Estate"],
        // Tests look from outside at whatever they test.
        ["Unit.Tests"] = [.. AllOfSrc, "Host", "Estate", "Rehearsal"],
        ["Conformance.Tests"] = ["Contracts", "Processes", "Storage", "Runtime", "Connectors", "Intelligence", "Host", "Rehearsal"],
        ["Simulation.Tests"] = ["Contracts", "Processes", "Runtime", "Rehearsal"],
        ["Acceptance.Tests"] = ["Contracts", "Processes", "Storage", "Runtime", "Connectors", "Host", "Estate", "Rehearsal"],
    };

    private static readonly string[] TestPackages =
        ["xunit.v3", "Shouldly", "CsCheck", "Microsoft.Extensions.TimeProvider.Testing"];

    public static readonly IReadOnlyDictionary<string, string[]> Packages = new Dictionary<string, string[]>
    {
        ["Contracts"] = [],
        ["Processes"] = ["Microsoft.CodeAnalysis.BannedApiAnalyzers"],
        ["Storage"] = ["Microsoft.Data.Sqlite", "Npgsql", "Dapper"],
        ["Runtime"] =
        [
            "Microsoft.Orleans.Clustering.AdoNet", "Microsoft.Orleans.Sdk", "Microsoft.Orleans.Server",
            "Microsoft.Orleans.Serialization.SystemTextJson",
        ],
        ["Connectors"] = ["Polly.Core"],
        // Event logs of other systems come as CSV and as SQLite files.
        ["Intelligence"] = ["CsvHelper", "Dapper", "Microsoft.Data.Sqlite"],
        ["Advice"] = [],
        ["Api"] = ["Microsoft.AspNetCore.OpenApi", "Scalar.AspNetCore"],
        ["Host"] =
        [
            "Microsoft.Extensions.Hosting.Systemd", "System.CommandLine", "Spectre.Console",
            "OpenTelemetry.Exporter.OpenTelemetryProtocol", "OpenTelemetry.Extensions.Hosting", "OpenTelemetry.Instrumentation.AspNetCore",
            "OpenTelemetry.Instrumentation.Http", "OpenTelemetry.Instrumentation.Runtime",
        ],
        ["Estate"] = ["CsvHelper", "System.CommandLine", "Spectre.Console"],
        ["Bench"] = ["System.CommandLine", "Npgsql"],
        ["Rehearsal"] = ["System.CommandLine", "Microsoft.Extensions.TimeProvider.Testing"],
        ["Unit.Tests"] = [.. TestPackages, "JsonSchema.Net"],
        ["Conformance.Tests"] = [.. TestPackages, "Microsoft.CodeAnalysis.CSharp"],
        // It compiles the product with a fault in it.
        ["Simulation.Tests"] = [.. TestPackages, "Microsoft.CodeAnalysis.CSharp"],
        ["Acceptance.Tests"] = [.. TestPackages, "Microsoft.Playwright", "Deque.AxeCore.Commons"],
    };

    public static IEnumerable<Fault> Check(ProjectFile project)
    {
        if (!Projects.TryGetValue(project.Name, out var projects) || !Packages.TryGetValue(project.Name, out var packages))
        {
            yield return new Fault("wall", project.Path, 0, $"'{project.Name}' stands in no table of what it may reference");
            yield break;
        }

        foreach (var wrong in project.Projects.Except(projects))
        {
            yield return new Fault("wall", project.Path, 0, $"{project.Name} may not reference {wrong}");
        }

        foreach (var wrong in project.Packages.Except(packages))
        {
            yield return new Fault("package", project.Path, 0, $"{project.Name} may not take {wrong}");
        }

        foreach (var fault in OwnWays(project))
        {
            yield return fault;
        }
    }

    /// <summary>Versions have one place, and the walls' switch has no second one.</summary>
    private static IEnumerable<Fault> OwnWays(ProjectFile project)
    {
        var versioned = project.Xml.Descendants("PackageReference")
            .Where(e => e.Attribute("Version") is not null || e.Attribute("VersionOverride") is not null
                || e.Element("Version") is not null);
        foreach (var element in versioned.Concat(project.Xml.Descendants("PackageVersion")))
        {
            var package = element.Attribute("Include")?.Value;
            yield return new Fault("version", project.Path, 0, $"{package}: versions stand in Directory.Packages.props");
        }

        foreach (var element in project.Xml.Descendants().Where(e => e.Name.LocalName is "DisableTransitiveProjectReferences"
            or "TreatWarningsAsErrors" or "ManagePackageVersionsCentrally" or "Reference"))
        {
            yield return new Fault("wall", project.Path, 0, $"<{element.Name.LocalName}> is not a project's own choice");
        }
    }

    public static IEnumerable<Fault> CheckBuild(XDocument build)
    {
        foreach (var name in new[] { "DisableTransitiveProjectReferences", "TreatWarningsAsErrors", "RestorePackagesWithLockFile" })
        {
            if (build.Descendants(name).Select(e => e.Value).ToList() is not ["true"])
            {
                yield return new Fault("wall", "Directory.Build.props", 0, $"{name} is on, once and for all projects");
            }
        }
    }

    /// <summary>Every package is there for a reason, and for one version.</summary>
    public static IEnumerable<Fault> CheckPackages(XDocument central)
    {
        foreach (var group in central.Descendants("ItemGroup").Where(g => g.Elements("PackageVersion").Any()))
        {
            if (string.IsNullOrWhiteSpace(group.Attribute("Label")?.Value))
            {
                var first = group.Elements("PackageVersion").First().Attribute("Include")?.Value;
                yield return new Fault("reason", "Directory.Packages.props", 0, $"the group of {first} has no Label that says why");
            }
        }

        var twice = central.Descendants("PackageVersion").GroupBy(e => e.Attribute("Include")?.Value).Where(g => g.Count() > 1);
        foreach (var package in twice)
        {
            yield return new Fault("version", "Directory.Packages.props", 0, $"{package.Key} stands there twice");
        }
    }
}
