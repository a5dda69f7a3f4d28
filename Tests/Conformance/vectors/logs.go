// Writes cases for notes and Merkle proofs, made by Go's sumdb/note and sumdb/tlog.
//
// usage: GO111MODULE=off GOPATH=/usr/share/gocode go run logs.go FOLDER SEED NOTE_TEST
//
// NOTE_TEST is note_test.go of the same package, whose literal notes are taken as they stand.
package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"
	"math/rand"
	"os"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type given map[string]interface{}

type set struct {
	Set    string  `json:"set"`
	Source string  `json:"source"`
	Cases  []given `json:"cases"`
}

func (s *set) add(id, operation, want string, values given) {
	values["id"], values["do"], values["want"] = id, operation, want
	s.Cases = append(s.Cases, values)
}

func (s *set) write(folder string) {
	text, err := json.Marshal(s)
	check(err)
	check(os.WriteFile(folder+"/"+s.Set+".json", text, 0o644))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// tree keeps the hashes of a log in memory, as tlog numbers them.
type tree []tlog.Hash

func (t tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var found []tlog.Hash
	for _, index := range indexes {
		found = append(found, t[index])
	}
	return found, nil
}

func grow(chance *rand.Rand, size int64) (tree, [][]byte) {
	var stored tree
	var leaves [][]byte
	for n := int64(0); n < size; n++ {
		leaf := make([]byte, chance.Intn(40))
		chance.Read(leaf)
		hashes, err := tlog.StoredHashes(n, leaf, stored)
		check(err)
		stored = append(stored, hashes...)
		leaves = append(leaves, leaf)
	}
	return stored, leaves
}

func spelled(hashes []tlog.Hash) []string {
	texts := []string{}
	for _, hash := range hashes {
		texts = append(texts, hex.EncodeToString(hash[:]))
	}
	return texts
}

func merkle(chance *rand.Rand, source string) (*set, *set) {
	inclusion := &set{Set: "merkle-inclusion", Source: source}
	consistency := &set{Set: "merkle-consistency", Source: source}
	stored, leaves := grow(chance, 300)
	for round := 0; round < 150; round++ {
		size := 1 + chance.Int63n(300)
		if round < 20 {
			size = int64(round) + 1
		}
		root, err := tlog.TreeHash(size, stored)
		check(err)
		index := chance.Int63n(size)
		path, err := tlog.ProveRecord(size, index, stored)
		check(err)
		leaf := given{"leaf": hex.EncodeToString(leaves[index])}
		addInclusion(inclusion, chance, leaf, index, size, root, spelled(path))
		old := 1 + chance.Int63n(size)
		oldRoot, err := tlog.TreeHash(old, stored)
		check(err)
		proof, err := tlog.ProveTree(size, old, stored)
		check(err)
		addConsistency(consistency, chance, old, oldRoot, size, root, spelled(proof))
	}
	return inclusion, consistency
}

func addInclusion(s *set, chance *rand.Rand, leaf given, index, size int64, root tlog.Hash, path []string) {
	base := func() given {
		return given{"leaf": leaf["leaf"], "index": index, "size": size, "root": hex.EncodeToString(root[:]), "path": path}
	}
	id := fmt.Sprintf("leaf %d of %d", index, size)
	s.add(id, "inclusion", "included", base())
	for what, change := range changes(chance, path) {
		values := base()
		values["path"] = change
		s.add(id+", "+what, "inclusion", "refused", values)
	}
	values := base()
	values["index"] = size
	s.add(id+", past the end", "inclusion", "refused", values)
	values = base()
	values["leaf"] = leaf["leaf"].(string) + "00"
	s.add(id+", another leaf", "inclusion", "refused", values)
	values = base()
	values["root"] = flipped(hex.EncodeToString(root[:]), chance)
	s.add(id+", another root", "inclusion", "refused", values)
}

func addConsistency(s *set, chance *rand.Rand, old int64, oldRoot tlog.Hash, size int64, root tlog.Hash, path []string) {
	base := func() given {
		return given{"old": old, "old_root": hex.EncodeToString(oldRoot[:]), "size": size,
			"root": hex.EncodeToString(root[:]), "path": path}
	}
	id := fmt.Sprintf("%d in %d", old, size)
	s.add(id, "consistency", "consistent", base())
	for what, change := range changes(chance, path) {
		values := base()
		values["path"] = change
		s.add(id+", "+what, "consistency", "refused", values)
	}
	for _, name := range []string{"root", "old_root"} {
		values := base()
		values[name] = flipped(values[name].(string), chance)
		s.add(id+", another "+name, "consistency", "refused", values)
	}
	values := base()
	values["old"] = 0
	s.add(id+", of no leaves", "consistency", "refused", values)
	if old != size {
		values = base()
		values["old"], values["size"] = size, old
		s.add(id+", turned round", "consistency", "refused", values)
	}
}

func changes(chance *rand.Rand, path []string) map[string][]string {
	some := flipped("00000000000000000000000000000000000000000000000000000000000000ff", chance)
	all := map[string][]string{
		"one more at the end":   append(append([]string{}, path...), some),
		"one more at the start": append([]string{some}, path...),
		"many more":             append(append([]string{}, path...), strings.Split(strings.Repeat(some+" ", 63)+some, " ")...),
	}
	if len(path) > 0 {
		changed := append([]string{}, path...)
		place := chance.Intn(len(path))
		changed[place] = flipped(changed[place], chance)
		all["one changed"] = changed
		all["the last left out"] = path[:len(path)-1]
		all["the first left out"] = path[1:]
		short := append([]string{}, path...)
		short[0] = short[0][2:]
		all["31 bytes"] = short
	}
	return all
}

func flipped(text string, chance *rand.Rand) string {
	bytes, err := hex.DecodeString(text)
	check(err)
	bytes[chance.Intn(len(bytes))] ^= 1 << chance.Intn(8)
	return hex.EncodeToString(bytes)
}

func notes(chance *rand.Rand, source string) *set {
	s := &set{Set: "notes-go", Source: source}
	for round := 0; round < 60; round++ {
		var signers []note.Signer
		var keys, names []string
		for signer := 0; signer <= round%4; signer++ {
			name := fmt.Sprintf("log%d.example/%d", round, signer)
			private, public, err := note.GenerateKey(chance, name)
			check(err)
			signing, err := note.NewSigner(private)
			check(err)
			signers, keys, names = append(signers, signing), append(keys, public), append(names, name)
		}
		text := fmt.Sprintf("log%d.example\n%d\n%s\n", round, chance.Int63(), strings.Repeat("x", chance.Intn(60)))
		if round%5 == 0 {
			text += "\nan empty line, and a dash \u2014 in the text\n"
		}
		signed, err := note.Sign(&note.Note{Text: text}, signers...)
		check(err)
		addNote(s, fmt.Sprintf("%d", round), string(signed), keys, names)
	}
	return s
}

func addNote(s *set, id, signed string, keys, names []string) {
	s.add(id, "note", "verified "+strings.Join(names, " "), given{"text": signed, "keys": keys})
	s.add(id+", one key known", "note", "verified "+names[0], given{"text": signed, "keys": keys[:1]})
	cut := strings.LastIndex(signed, "\n\n") + 2
	lines := strings.SplitAfter(signed[cut:], "\n")
	bad := map[string]string{
		"another text":         "x" + signed,
		"no last newline":      strings.TrimSuffix(signed, "\n"),
		"one newline more":     signed + "\n",
		"carriage returns":     strings.ReplaceAll(signed, "\n", "\r\n"),
		"no signature":         signed[:cut],
		"no empty line":        signed[:cut-1] + signed[cut:],
		"a hyphen":             strings.Replace(signed, "\u2014 ", "- ", 1),
		"two spaces":           strings.Replace(signed, "\u2014 ", "\u2014  ", 1),
		"a null byte":          strings.Replace(signed, "e", "\x00", 1),
		"a signature repeated": signed + lines[0],
		"no base64":            strings.Replace(signed, "=\n", "*\n", 1),
	}
	for what, text := range bad {
		s.add(id+", "+what, "note", "refused", given{"text": text, "keys": keys})
	}
}

// literals are the notes that the package's own test writes out, with the key of its example.
func literals(path string) *set {
	source, err := os.ReadFile(path)
	check(err)
	s := &set{Set: "notes-go-literal", Source: "note_test.go of golang-golang-x-mod-dev (Debian)"}
	key := regexp.MustCompile(`"(PeterNeumann\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+)"`).FindSubmatch(source)
	signatures := regexp.MustCompile(`\\?(?:— |\\u2014 )(PeterNeumann [A-Za-z0-9+/=]{80,})`).FindAllSubmatch(source, -1)
	if key == nil || len(signatures) == 0 {
		log.Fatal("no literal notes in ", path)
	}
	text := "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
	verifier, err := note.NewVerifier(string(key[1]))
	check(err)
	for place, signature := range signatures {
		signed := text + "\n\u2014 " + string(signature[1]) + "\n"
		want := "refused"
		if _, err := note.Open([]byte(signed), note.VerifierList(verifier)); err == nil {
			want = "verified PeterNeumann"
		}
		s.add(strconv.Itoa(place), "note", want, given{"text": signed, "keys": []string{string(key[1])}})
	}
	return s
}

func main() {
	seed, err := strconv.ParseInt(os.Args[2], 10, 64)
	check(err)
	chance := rand.New(rand.NewSource(seed))
	source := fmt.Sprintf("made by sumdb/note and sumdb/tlog (golang-golang-x-mod-dev, Debian), seed %d", seed)
	inclusion, consistency := merkle(chance, source)
	inclusion.write(os.Args[1])
	consistency.write(os.Args[1])
	notes(chance, source).write(os.Args[1])
	literals(os.Args[3]).write(os.Args[1])
}
