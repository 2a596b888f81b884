namespace Crossdock.Simulation.Tests.Planted;

/// <summary>A fault of a line or two, as a tired programmer might make it.</summary>
/// <param name="Name">what it does, in words</param>
/// <param name="File">below <c>src</c></param>
/// <param name="Was">stands in the file exactly once</param>
/// <param name="Seeds">it is found within so many lives</param>
public sealed record Bug(string Name, string File, string Was, string Is, int Seeds = 40)
{
    /// <summary>The project that the file belongs to.</summary>
    public string Project => File.Split('/')[0];

    /// <summary>Its place in the project.</summary>
    public string Source => File[(Project.Length + 1)..];

    public string Plant(string file, string text) => file == Source ? text.Replace(Was, Is, StringComparison.Ordinal) : text;
}
