/// The sheets and published rule tables the programs carry: the bytes of `Checklists/Sheets` and `Checklists/Tables`.
///
/// The other files of this folder are written by `Checklists/generate.sh`; a test holds them to the originals. They are
/// string literals because those compile fast, unlike array literals of as many bytes.
package enum BundledChecklists {}
