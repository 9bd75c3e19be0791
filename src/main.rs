//! argv to the library.

fn main() -> std::process::ExitCode {
    porchlight::cli::run()
}
