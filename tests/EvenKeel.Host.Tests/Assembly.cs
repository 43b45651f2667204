// Clusters and files are real here: tests that share two cores would measure each other
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
