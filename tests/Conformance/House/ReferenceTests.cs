using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.House;

public sealed class ReferenceTests
{
    private static readonly IReadOnlyList<ProjectFile> All =
        [.. Repository.Files.Where(f => f.Extension == ".csproj").Select(ProjectFile.Read)];

    [Fact]
    public void every_project_takes_only_what_its_row_allows()
    {
        All.Count.ShouldBeGreaterThan(9);
        All.SelectMany(ReferenceRules.Check).ShouldBeEmpty();
    }

    [Fact]
    public void every_row_of_the_tables_is_a_project()
    {
        var names = All.Select(p => p.Name).Order().ToList();
        ReferenceRules.Projects.Keys.Order().ShouldBe(names);
        ReferenceRules.Packages.Keys.Order().ShouldBe(names);
    }

    [Fact]
    public void every_project_is_in_the_solution()
    {
        var solution = XDocument.Load(Path.Combine(Repository.Root, "Crossdock.slnx"));
        solution.Descendants("Project").Select(e => e.Attribute("Path")!.Value).Order().ShouldBe(All.Select(p => p.Path).Order());
    }

    [Fact]
    public void a_reference_does_not_leak_through_to_the_references_of_a_reference()
    {
        ReferenceRules.CheckBuild(Props("Directory.Build.props")).ShouldBeEmpty();
        Repository.Files.Where(f => f.Name is "Directory.Build.props" or "Directory.Build.targets" or "Directory.Packages.props")
            .Select(f => f.Path).ShouldBe(["Directory.Build.props", "Directory.Packages.props"]);
    }

    [Fact]
    public void every_package_has_one_version_and_a_reason() =>
        ReferenceRules.CheckPackages(Props("Directory.Packages.props")).ShouldBeEmpty();

    [Fact]
    public void every_package_is_taken_by_a_project()
    {
        var taken = All.SelectMany(p => p.Packages).ToHashSet();
        var versions = Props("Directory.Packages.props").Descendants("PackageVersion").Select(e => e.Attribute("Include")!.Value);
        versions.Where(v => !taken.Contains(v) && !PackagesToCome.ContainsKey(v)).ShouldBeEmpty();
    }

    private static readonly Dictionary<string, string> PackagesToCome = new()
    {
        ["Microsoft.Orleans.TestingHost"] = "the runtime's tests on an in-process cluster take it",
    };

    [Theory]
    [InlineData("Connectors", """<ProjectReference Include="../Runtime/Crossdock.Runtime.csproj" />""", "Runtime")]
    [InlineData("Contracts", """<PackageReference Include="Dapper" />""", "Dapper")]
    [InlineData("Storage", """<PackageReference Include="Npgsql" Version="1.0.0" />""", "Directory.Packages.props")]
    [InlineData("Storage", """<Reference Include="Some.dll" />""", "<Reference>")]
    [InlineData("New", "", "no table")]
    public void a_planted_reference_is_found(string name, string item, string says)
    {
        var file = new SourceFile($"src/{name}/Crossdock.{name}.csproj", $"<Project><ItemGroup>{item}</ItemGroup></Project>");
        var project = ProjectFile.Read(file);
        ReferenceRules.Check(project).ShouldHaveSingleItem().What.ShouldContain(says);
    }

    [Fact]
    public void a_switch_turned_off_is_found() =>
        ReferenceRules.CheckBuild(XDocument.Parse("<Project><P><TreatWarningsAsErrors>true</TreatWarningsAsErrors>"
            + "<RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>"
            + "<DisableTransitiveProjectReferences>false</DisableTransitiveProjectReferences></P></Project>"))
            .ShouldHaveSingleItem().What.ShouldContain("DisableTransitiveProjectReferences");

    [Fact]
    public void a_package_without_a_reason_is_found() =>
        ReferenceRules.CheckPackages(
            XDocument.Parse("""<Project><ItemGroup><PackageVersion Include="X" Version="1" /></ItemGroup></Project>"""))
            .ShouldHaveSingleItem().Rule.ShouldBe("reason");

    private static XDocument Props(string name) => XDocument.Load(Path.Combine(Repository.Root, name));
}
