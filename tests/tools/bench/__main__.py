"""Run all benchmarks, one after the other."""

from tests.tools.bench import bench_animation, bench_book, bench_site

if __name__ == "__main__":
    for benchmark in (bench_animation, bench_book, bench_site):
        print(
            f"\n== {benchmark.__name__.rpartition('.')[2]}: {benchmark.__doc__.splitlines()[0]}\n"
        )
        benchmark.main()
