"""Run all benchmarks, one after the other."""

from tests.bench import bench_animation, bench_book

if __name__ == "__main__":
    for benchmark in (bench_animation, bench_book):
        print(
            f"\n== {benchmark.__name__.rpartition('.')[2]}: {benchmark.__doc__.splitlines()[0]}\n"
        )
        benchmark.main()
