using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using EvenKeel.Funding;
using EvenKeel.Markets;
using EvenKeel.Risk;
using EvenKeel.Venues;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EvenKeel.Tests.House;

/// <summary>A project is a wall: what may not pass it, does not.</summary>
public sealed class WallTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly Core = typeof(Quantity).Assembly;
    private static readonly Assembly Simulation = Assembly.Load("EvenKeel.Simulation");
    private static readonly string[] Pure = ["EvenKeel.Core", "EvenKeel.Simulation"];

    /// <summary>Who may know whom: docs/ARCHITECTURE.md#walls draws the same.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["EvenKeel.Core"] = [],
        ["EvenKeel.Simulation"] = ["EvenKeel.Core"],
        ["EvenKeel.Grains"] = ["EvenKeel.Core"],
        ["EvenKeel.Host"] = ["EvenKeel.Grains", "EvenKeel.Simulation"],
        ["EvenKeel.Cli"] = ["EvenKeel.Simulation"],
        ["EvenKeel.Tests"] = ["EvenKeel.Cli", "EvenKeel.Simulation"],
        ["EvenKeel.Host.Crashing"] = ["EvenKeel.Host"],
        ["EvenKeel.Host.Tests"] = ["EvenKeel.Cli", "EvenKeel.Host", "EvenKeel.Host.Crashing"],
        ["EvenKeel.Benchmarks"] = ["EvenKeel.Cli"],
    };

    /// <summary>Types that draw or measure by chance: shares, deviations, ratios; never money.</summary>
    private static readonly HashSet<Type> Statistics = [typeof(Chance), typeof(BasisWatch)];

    [Fact]
    public void Core_refers_to_nothing_but_the_base_class_library() =>
        Assert.All(Core.GetReferencedAssemblies(), a => Assert.StartsWith("System.", a.Name, StringComparison.Ordinal));

    [Fact]
    public void Projects_refer_to_each_other_only_as_the_architecture_draws_it() =>
        Assert.All(Repository.Projects, project =>
        {
            Assert.True(Arrows.ContainsKey(project.Name), $"{project.Name} is a wall that docs/ARCHITECTURE.md lacks");
            Assert.Equal(Arrows[project.Name], project.Projects.Order(StringComparer.Ordinal));
        });

    [Fact]
    public void Core_and_simulation_take_no_package_and_grains_take_only_Orleans() =>
        Assert.All(Repository.Projects.Where(p => p.IsProduct), project =>
        {
            var grains = project.Name == "EvenKeel.Grains" ? "Microsoft.Orleans." : string.Empty;
            var allowed = Pure.Contains(project.Name) ? "none" : grains;
            Assert.All(project.Packages, package => Assert.StartsWith(allowed, package, StringComparison.Ordinal));
        });

    [Fact]
    public void Tests_of_pure_rules_know_neither_Orleans_nor_a_web_server() =>
        Assert.DoesNotContain(
            typeof(WallTests).Assembly.GetReferencedAssemblies(),
            a => a.Name!.StartsWith("Orleans", StringComparison.Ordinal)
                || a.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Fact]
    public void Clock_chance_and_waiting_are_banned_in_core_and_simulation()
    {
        var banned = Repository.Read("src/BannedSymbols.txt");
        string[] wanted =
        [
            "P:System.DateTime.Now;", "P:System.DateTime.UtcNow;", "M:System.Guid.NewGuid;", "P:System.Random.Shared;",
            "M:System.Threading.Tasks.Task.Delay(System.TimeSpan);", "T:System.Environment;", "T:System.Console;",
            "T:System.IO.File;", "T:System.IO.Directory;", "T:System.Net.Http.HttpClient;",
        ];
        Assert.All(wanted, symbol => Assert.Contains(symbol, banned, StringComparison.Ordinal));
        Assert.All(
            Repository.Projects.Where(p => Pure.Contains(p.Name)),
            p => Assert.Contains("../BannedSymbols.txt", p.AdditionalFiles));
    }

    [Fact]
    public void What_enumerates_in_an_order_of_its_own_is_banned_in_core_and_simulation()
    {
        var banned = Repository.Read("src/BannedSymbols.txt");
        Type[] unordered =
        [
            typeof(ImmutableDictionary), typeof(ImmutableDictionary<,>), typeof(ImmutableHashSet),
            typeof(ImmutableHashSet<>), typeof(FrozenDictionary), typeof(FrozenDictionary<,>), typeof(FrozenSet),
            typeof(FrozenSet<>), typeof(Hashtable), typeof(ConcurrentDictionary<,>), typeof(ConcurrentBag<>),
            typeof(ParallelEnumerable),
        ];
        Assert.All(unordered, t => Assert.Contains($"\nT:{t.FullName};", banned, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_in_core_and_simulation_silences_an_analyzer() =>
        Assert.All(Pure.SelectMany(Repository.SourcesOf), file => Assert.DoesNotMatch(
            new Regex("#pragma warning|SuppressMessage", RegexOptions.None, TimeSpan.FromSeconds(1)),
            Repository.Read(file.Path)));

    [Fact]
    public void Core_never_waits_and_only_its_port_may_be_awaited()
    {
        var waiting = Core.GetTypes().SelectMany(t => t.GetMethods(Own)).Where(m => IsTask(m.ReturnType))
            .Select(m => $"{m.DeclaringType!.Name}.{m.Name}");
        Assert.Equal([$"{nameof(IVenue)}.{nameof(IVenue.Ask)}"], waiting);
        Assert.All(
            Repository.SourcesOf("EvenKeel.Core"),
            file => Assert.Empty(file.Syntax.DescendantNodes().OfType<AwaitExpressionSyntax>()));
    }

    [Fact]
    public void Money_is_decimal_and_binary_floating_point_stays_in_statistics()
    {
        var types = new[] { Core, Simulation }.SelectMany(a => a.GetTypes()).Where(t => !IsStatistics(t)).ToList();
        var fields = types.SelectMany(t => t.GetFields(Own)).Where(f => IsBinary(f.FieldType));
        var properties = types.SelectMany(t => t.GetProperties(Own)).Where(p => IsBinary(p.PropertyType));
        Found.Nothing(fields.Concat<MemberInfo>(properties).Select(m => $"{m.DeclaringType!.FullName}.{m.Name}"));
    }

    [Fact]
    public void One_gate_approves_orders()
    {
        var approving = Core.GetTypes().SelectMany(t => t.GetMethods(Own)).Where(MakesApproved)
            .Select(m => m.DeclaringType).Distinct();
        Assert.Equal([typeof(RiskGate)], approving);
    }

    /// <summary>Whether a method calls the constructor of <see cref="Approved{T}"/>: newobj and its token in the IL.
    /// </summary>
    private static bool MakesApproved(MethodInfo method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var i = 0; i + 5 <= code.Length; i++)
        {
            if (code[i] == 0x73 && Called(method.Module, BitConverter.ToInt32(code, i + 1)) is { } called
                && called.Name == typeof(Approved<>).Name && called.Namespace == typeof(Approved<>).Namespace)
            {
                return true;
            }
        }

        return false;
    }

    private static Type? Called(Module module, int token)
    {
        try
        {
            return module.ResolveMethod(token)?.DeclaringType;
        }
        catch (Exception e) when (e is ArgumentException or BadImageFormatException)
        {
            return null; // a byte of another instruction, or a token of an open generic
        }
    }

    private static bool IsTask(Type type) => typeof(Task).IsAssignableFrom(type) || type == typeof(ValueTask)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    private static bool IsStatistics(Type type) => Statistics.Contains(type)
        || type.IsDefined(typeof(CompilerGeneratedAttribute))
        || (type.DeclaringType is { } outer && IsStatistics(outer));

    private static bool IsBinary(Type type) => type == typeof(double) || type == typeof(float)
        || (type.HasElementType && IsBinary(type.GetElementType()!)) || type.GetGenericArguments().Any(IsBinary);
}
