using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Crossdock.Host.Commands;
using Crossdock.Intelligence.Flow;
using Crossdock.Intelligence.Logs;
using Shouldly;

namespace Crossdock.Unit.Tests.Intelligence.Logs;

/// <summary>Files of logs for one test, and what the command says of them.</summary>
public sealed class LogFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crossdock-logs-");

    public void Dispose() => _folder.Delete(recursive: true);

    public string Put(string name, string text) => Put(name, Encoding.UTF8.GetBytes(text));

    public string Put(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    internal static JsonElement Import(
        string path, LogColumns? columns = null, AskedSlice? slice = null, AskedSlice? other = null)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        ImportCommand.Run(path, columns ?? new LogColumns(), slice ?? new AskedSlice(), other ?? new AskedSlice(), true, output, errors)
            .ShouldBe(0, errors.ToString());
        errors.ToString().ShouldBe("");
        return JsonDocument.Parse(output.ToString()).RootElement;
    }

    internal static string Refused(string path, LogColumns? columns = null, AskedSlice? slice = null)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        ImportCommand.Run(path, columns ?? new LogColumns(), slice ?? new AskedSlice(), new AskedSlice(), true, output, errors)
            .ShouldBe(2, output.ToString());
        output.ToString().ShouldBe("");
        var said = errors.ToString();
        said.TrimEnd('\r', '\n').ShouldNotContain("\n");
        said.ShouldNotContain("Exception");
        said.ShouldStartWith("Cannot import: ");
        return said;
    }

    internal static FlowFigures Flow(string path, LogColumns? columns = null) =>
        FlowFold.Of(LogReader.Read(path, columns ?? new LogColumns()).ShouldBeOfType<LogContent.Cases>().Log);

    internal static string Rows(FlowFigures flow) =>
        string.Join(" | ", flow.TopVariants.Select(v => $"{string.Join('>', v.Activities)} {v.Cases}"));
}
