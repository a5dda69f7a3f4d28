// Verifies a log directory and its proofs with Go's sumdb/note and sumdb/tlog, which know nothing of Handover.
//
// usage: GO111MODULE=off GOPATH=/usr/share/gocode go run verify.go FOLDER LOG-KEY WITNESS-KEY...
//
// FOLDER is laid out as C2SP tlog-tiles says, with proofs/<64 hex>.tlog-proof beside it. Keys are verifier keys as signed
// notes write them. Prints `log: N passed, 0 failed`; exit status 1 when anything failed.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var passed, failed int

func check(what string, err error) bool {
	if err != nil {
		failed++
		fmt.Printf("FAILED log: %s: %v\n", what, err)
		return false
	}
	passed++
	return true
}

func refused(what string, err error) {
	if err == nil {
		check(what, errors.New("it was taken"))
		return
	}
	check(what, nil)
}

// witness verifies cosignature/v1 (C2SP tlog-cosignature): Ed25519 over a line, a time and the note's text.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }
func (w witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(signature), text)
	return ed25519.Verify(w.key, []byte(message), signature[8:])
}

func newWitness(text string) (note.Verifier, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("no verifier key")
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return nil, errors.New("no witness key")
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	hash := binary.BigEndian.Uint32(sum[:])
	if fmt.Sprintf("%08x", hash) != parts[1] {
		return nil, errors.New("the key's id does not follow from it")
	}
	return witness{parts[0], hash, key[1:]}, nil
}

type checkpoint struct {
	size int64
	root tlog.Hash
	// How many known keys signed.
	signatures int
}

func open(text []byte, origin string, keys note.Verifiers) (checkpoint, error) {
	opened, err := note.Open(text, keys)
	if err != nil {
		return checkpoint{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != origin || lines[3] != "" {
		return checkpoint{}, fmt.Errorf("not a checkpoint of %s", origin)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return checkpoint{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return checkpoint{size, root, len(opened.Sigs)}, err
}

// tree keeps the hashes of the log, recomputed from its entries.
type tree []tlog.Hash

func (t tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var found []tlog.Hash
	for _, index := range indexes {
		if index >= int64(len(t)) {
			return nil, errors.New("past the end")
		}
		found = append(found, t[index])
	}
	return found, nil
}

// place spells a tile's path as tlog-tiles does: without the height, and with `entries` for the data.
func place(folder string, tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", tile.H))
	return filepath.Join(folder, "tile", strings.Replace(path, "data/", "entries/", 1))
}

func entries(folder string, size int64) ([][]byte, error) {
	var all [][]byte
	for start := int64(0); start < size; start += 256 {
		width := size - start
		if width > 256 {
			width = 256
		}
		data, err := os.ReadFile(place(folder, tlog.Tile{H: 8, L: -1, N: start / 256, W: int(width)}))
		if err != nil {
			return nil, err
		}
		for len(data) > 0 {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				return nil, errors.New("an entry is cut off")
			}
			length := 2 + int(binary.BigEndian.Uint16(data))
			all, data = append(all, data[2:length]), data[length:]
		}
	}
	if int64(len(all)) != size {
		return nil, fmt.Errorf("%d entries, and the checkpoint says %d", len(all), size)
	}
	return all, nil
}

func grow(leaves [][]byte) (tree, error) {
	var stored tree
	for place, leaf := range leaves {
		hashes, err := tlog.StoredHashes(int64(place), leaf, stored)
		if err != nil {
			return nil, err
		}
		stored = append(stored, hashes...)
	}
	return stored, nil
}

func rootIs(stored tree, at checkpoint) error {
	root, err := tlog.TreeHash(at.size, stored)
	if err == nil && root != at.root {
		err = errors.New("another root")
	}
	return err
}

func checkTiles(folder string, stored tree, size int64) {
	for _, tile := range tlog.NewTiles(8, 0, size) {
		// Of the widths that the last tile of a level once had, only today's is asked for.
		if tile.L < 0 || tile.W < 256 && int64(tile.W) != (size>>(8*tile.L))%256 {
			continue
		}
		wanted, err := tlog.ReadTileData(tile, stored)
		if check(tile.Path(), err) {
			found, err := os.ReadFile(place(folder, tile))
			if err == nil && !bytes.Equal(found, wanted) {
				err = errors.New("other hashes")
			}
			check(tile.Path(), err)
		}
	}
}

// checkProof takes a proof apart (C2SP tlog-proof) and verifies it for the entry that its name tells.
func checkProof(path, origin string, keys note.Verifiers, stored tree, latest checkpoint) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	head, signed, found := bytes.Cut(text, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		return errors.New("no proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	at, err := open(signed, origin, keys)
	if err != nil {
		return err
	}
	entry := "transfer-certificate/1 sha256:" + strings.TrimSuffix(filepath.Base(path), ".tlog-proof") + "\n"
	if err := tlog.CheckRecord(proof, at.size, at.root, index, tlog.RecordHash([]byte(entry))); err != nil {
		return err
	}
	refused(path+", another entry",
		tlog.CheckRecord(proof, at.size, at.root, index, tlog.RecordHash([]byte("x"+entry))))
	grown, err := tlog.ProveTree(latest.size, at.size, stored)
	if err != nil {
		return err
	}
	return tlog.CheckTree(grown, latest.size, latest.root, at.size, at.root)
}

func main() {
	folder, origin := os.Args[1], strings.SplitN(os.Args[2], "+", 2)[0]
	verifier, err := note.NewVerifier(os.Args[2])
	check("the log's key", err)
	known := []note.Verifier{verifier}
	for _, text := range os.Args[3:] {
		witness, err := newWitness(text)
		if check("a witness's key", err) {
			known = append(known, witness)
		}
	}
	keys := note.VerifierList(known...)
	text, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	check("the checkpoint", err)
	latest, err := open(text, origin, keys)
	check("the checkpoint's signatures", err)
	if latest.signatures != len(known) {
		check("every key signed", fmt.Errorf("%d of %d", latest.signatures, len(known)))
	}
	_, err = open(bytes.Replace(text, []byte("\n"), []byte("\n1"), 1), origin, keys)
	refused("another size", err)
	leaves, err := entries(folder, latest.size)
	if check("the entries", err) {
		stored, err := grow(leaves)
		check("the tree", err)
		check("the root", rootIs(stored, latest))
		for place := range leaves {
			leaves[place] = append([]byte("x"), leaves[place]...)
			other, err := grow(leaves)
			check("another tree", err)
			refused("another entry", rootIs(other, latest))
			leaves[place] = leaves[place][1:]
			if place == 20 {
				break
			}
		}
		checkTiles(folder, stored, latest.size)
		proofs, _ := filepath.Glob(filepath.Join(folder, "proofs", "*.tlog-proof"))
		sort.Strings(proofs)
		for _, path := range proofs {
			check(path, checkProof(path, origin, keys, stored, latest))
		}
		fmt.Printf("log: %d entries, %d proofs\n", latest.size, len(proofs))
	}
	fmt.Printf("log: %d passed, %d failed\n", passed, failed)
	if failed > 0 {
		os.Exit(1)
	}
}
