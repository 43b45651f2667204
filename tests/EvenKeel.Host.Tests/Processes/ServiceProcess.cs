using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EvenKeel.Grids;
using EvenKeel.Host.Paper;
using EvenKeel.Machines;
using EvenKeel.Simulation.Venues;
using EvenKeel.Storage;
using Microsoft.Data.Sqlite;

namespace EvenKeel.Host.Tests.Processes;

/// <summary>A folder with the files of one service: what a restart goes on from.</summary>
internal sealed class ServiceFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("evenkeel-");

    public int Port { get; } = FreePort();

    public int SiloPort { get; } = FreePort();

    public string Path => _folder.FullName;

    /// <summary>Every order of the venue's own list, oldest first, however the service sees it.</summary>
    public ImmutableArray<VenueOrderState> VenueOrders =>
        new VenueFile(System.IO.Path.Combine(Path, "venue.json")).Read()!.Venue.Orders.Orders;

    /// <summary>A grid's row as it is stored.</summary>
    public MachineRow<Grid> GridRow()
    {
        var file = System.IO.Path.Combine(Path, "evenkeel.db");
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT PayloadBinary FROM OrleansStorage WHERE GrainTypeString LIKE '%grid%'";
        return JsonSerializer.Deserialize<MachineRow<Grid>>((byte[])command.ExecuteScalar()!, RowFormat.Options)!;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>The service in a process of its own, as it ships; killed with -9 at the end, unless it died
/// before.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly StringBuilder _log = new();

    private ServiceProcess(Process process, int port)
    {
        (_process, _http) = (process, new() { BaseAddress = new($"http://localhost:{port}") });
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    public static ServiceProcess Start(ServiceFolder folder, params string[] settings) =>
        Run("EvenKeel.Host.dll", folder, [.. Arguments(folder), .. settings]);

    /// <summary>Starts one that dies at a boundary of a pair's requests on a market.</summary>
    /// <param name="count">At which of its kind, from 1.</param>
    public static ServiceProcess StartCrashing(
        ServiceFolder folder, string moment, string pair, string market, int count, params string[] settings) =>
        Run(
            "EvenKeel.Host.Crashing.dll", folder,
            [moment, pair, market, $"{count}", .. Arguments(folder), .. settings]);

    public Task<HttpResponseMessage> GetAsync(string path) =>
        _http.GetAsync(path, TestContext.Current.CancellationToken);

    /// <summary>A pair, once it stands as wanted.</summary>
    public Task<JsonNode> PairAsync(string pair, Func<JsonNode, bool> fits) => GetsAsync($"pairs/{pair}", fits);

    /// <summary>A grid, once it stands as wanted.</summary>
    public Task<JsonNode> GridAsync(string pair, Func<JsonNode, bool> fits) => GetsAsync($"grids/{pair}", fits);

    /// <summary>Waits until the process is gone, and tells its exit code.</summary>
    public async Task<int> EndAsync()
    {
        await Eventually.HoldsAsync(() => _process.HasExited, "the end of the process", () => Log);
        return _process.ExitCode;
    }

    /// <summary>kill -9: nothing of the service runs after this.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Ctrl-C as a supervisor sends it.</summary>
    public void Terminate()
    {
        using var signal = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        signal.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        _http.Dispose();
    }

    private async Task<JsonNode> GetsAsync(string what, Func<JsonNode, bool> fits) => (await Eventually.GetsAsync(
        () => ReadAsync($"/api/v1/{what}"), answer => answer is not null && fits(answer), $"{what} as wanted",
        () => Log))!;

    private async Task<JsonNode?> ReadAsync(string path)
    {
        try
        {
            return await _http.GetFromJsonAsync<JsonNode>(path, TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException e)
        {
            return _process.HasExited ? throw new InvalidOperationException($"the service is gone;\n{Log}", e) : null;
        }
    }

    private static ServiceProcess Run(string program, ServiceFolder folder, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new(Process.Start(start)!, folder.Port);
    }

    private static string[] Arguments(ServiceFolder folder) =>
    [
        $"--contentRoot={folder.Path}", $"--Service:Port={folder.Port}", $"--Service:SiloPort={folder.SiloPort}",
        "--Store:FilePath=evenkeel.db", "--Paper:FilePath=venue.json", "--Service:Pairs=BTCUSDT",
        "--Service:Grids=",
    ];

    private void Note(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }
}
