// Unpacks what bzip2 has packed: Huffman's codes, runs, moves to the front, Burrows and Wheeler's order, runs again.

const PI = 0x314159; // the first half of the mark of a block

function bunzip(bytes) {
  let bit = 0;
  const read = (count) => {
    let value = 0;
    for (; count; count--, bit++) value = value << 1 | bytes[bit >> 3] >> (7 - (bit & 7)) & 1;
    return value;
  };
  const blocks = [];
  read(32); // "BZh9"
  while (read(24) === PI) {
    bit += 24 + 32 + 1; // the rest of the mark, the checksum, a flag that is no longer in use
    blocks.push(unpackBlock(read));
  }
  return Uint8Array.from(blocks.flat());
}

function unpackBlock(read) {
  const first = read(24);
  const order = Uint8Array.from(readAlphabet(read));
  const end = order.length + 1;
  const next = symbols(read, end + 1);
  const column = [];
  for (let symbol = next(), weight = 1, run = 0; ; symbol = next()) {
    if (symbol < 2) {
      run += weight << symbol;
      weight *= 2;
      continue;
    }
    for (; run; run--) column.push(order[0]);
    weight = 1;
    if (symbol === end) return expand(restore(column, first));
    moveToFront(order, symbol - 1);
    column.push(order[0]);
  }
}

function moveToFront(list, place) {
  const moved = list[place];
  list.copyWithin(1, 0, place);
  list[0] = moved;
}

// The bytes that occur.
function readAlphabet(read) {
  const bits = (value) => [...Array(16).keys()].filter((each) => value >> (15 - each) & 1);
  return bits(read(16)).flatMap((row) => bits(read(16)).map((each) => 16 * row + each));
}

// Reads a symbol after the other; every fifty of them choose a code.
function symbols(read, size) {
  const codes = Uint8Array.from(Array(read(3)).keys());
  const choices = Array.from({ length: read(15) }, () => {
    let place = 0;
    while (read(1)) place++;
    moveToFront(codes, place);
    return codes[0];
  });
  const tables = [...codes].map(() => {
    let length = read(5);
    const lengths = Array.from({ length: size }, () => {
      while (read(1)) length += read(1) ? -1 : 1;
      return length;
    });
    return Array.from({ length: 21 }, (_, long) => [...lengths.keys()].filter((each) => lengths[each] === long));
  });
  let count = 0;
  return () => {
    const table = tables[choices[count++ / 50 | 0]];
    for (let long = 1, code = 0, least = 0; ; long++) {
      code = 2 * code + read(1);
      const known = table[long];
      if (code - least < known.length) return known[code - least];
      least = 2 * (least + known.length);
    }
  };
}

// The last column of all turns of a text, put in order, tells the text.
function restore(column, first) {
  const starts = new Int32Array(257);
  for (const byte of column) starts[byte + 1]++;
  for (let byte = 0; byte < 256; byte++) starts[byte + 1] += starts[byte];
  const after = new Int32Array(column.length);
  for (let place = 0; place < column.length; place++) after[starts[column[place]]++] = place;
  const bytes = new Uint8Array(column.length);
  for (let place = 0, at = first; place < column.length; place++) {
    at = after[at];
    bytes[place] = column[at];
  }
  return bytes;
}

// Behind four equal bytes stands how many more there are.
function expand(bytes) {
  const out = [];
  let equal = 0;
  let last;
  for (const byte of bytes) {
    if (equal === 4) {
      for (let more = byte; more; more--) out.push(last);
      equal = 0;
    } else {
      equal = equal && byte === last ? equal + 1 : 1;
      out.push(last = byte);
    }
  }
  return out;
}
