/**
 * Password hashes as other systems make them. Werkzeug's are of Werkzeug 3.1.8 under Python 3.11 (`generate_password_hash(password,
 * method=…)`), bcrypt's of libxcrypt through Python's `crypt`, `PHP` of the manual of crypt(), argon2's `README` of the reference
 * implementation's README, the others of @node-rs/argon2.
 */
const PLAIN = "correct horse battery staple";
const UNICODE = "пароль 🦊 パスワード";
const LONG = "long ".repeat(40);
const MOVED = "demo of an account that moved";

export interface ForeignHash {
  title: string;
  password: string;
  hash: string;
}

const of = (title: string, password: string, hash: string): ForeignHash => ({ title, password, hash });

export const werkzeugHashes = [
  of("scrypt, Werkzeug's default", PLAIN, "scrypt:32768:8:1$RFS9kqxftquagLDV$5ccd6fb13895c3809e26c4af31ab25345a23da56f26835c11b8cbe63d9e2c61e67b34c982328fe14849ea348eaaf7b46dddf258f6f1842363920f4ff3f0b503d"),
  of("scrypt, in other scripts", UNICODE, "scrypt:32768:8:1$B8JvZO5F992O39qn$5fb493faf823c40d77285540e6bf90a463492cdcddc53a247948159adc53ec21593e007b458e85989ca54afb2416e1101a9b4d2b149a0278cf63d7531370d9d0"),
  of("scrypt at half the cost", PLAIN, "scrypt:16384:8:1$endpqhcmnUp8qARC$4d4afcf56e70bcec074015a31ef6fd2a010dda7431269592109f4b6575b87f171e1be369587845c98e373be581c91b4a1d7411eb2973fbfdc47fb3d3bf4d6762"),
  of("pbkdf2 of a million iterations", PLAIN, "pbkdf2:sha256:1000000$VNEdhGYZb42XgLhs$89bd630a81428a5aaf8b1e1b71620c5ee2215c97d9d0b013bb0bcb5fa98b8b60"),
  of("pbkdf2 of 600,000 iterations, in other scripts", UNICODE, "pbkdf2:sha256:600000$ZMnL7WGq5PHxRr0X$83c48cb13975d9669d3c8914d59ad6e7cafb5f39027450baf54ade283601dc22"),
  of("pbkdf2 with SHA-1", PLAIN, "pbkdf2:sha1:1000$vSh7QYehfK0zDApR$9b9cd31d7289dca1e1319757950d3d7cfc3405ca"),
  of("pbkdf2 with SHA-512", UNICODE, "pbkdf2:sha512:5000$TEbPVeLLCWihIGDT$82503a83352812564cdfa75a7ed84c3957d637a4948186b8a5a96a0517726f8977e40c4c10902a8ccb071d1d69ce417dfd403997152e035d0df90b3806fcf7fc"),
  of("pbkdf2 of a password that bcrypt would cut", LONG, "pbkdf2:sha256:5000$7NyQYIubjrwDRtj4$8f1dd89aac4bf0707b42aa1d2857e2ff63918ac0b8a80e5b4d65de726059c96c"),
];

export const bcryptHashes = [
  of("$2a$", MOVED, "$2a$10$abcdefghijklmnopqrstuuEwWuOdJA7FcTMDpE/FrEqlgaYAiEL/q"),
  of("$2b$", MOVED, "$2b$10$abcdefghijklmnopqrstuuEwWuOdJA7FcTMDpE/FrEqlgaYAiEL/q"),
  of("$2y$", UNICODE, "$2y$05$abcdefghijklmnopqrstuu5rrvpveDY/y7./wo8vc75GCmKgiVS7O"),
  of("$2a$, PHP", "rasmuslerdorf", "$2a$07$usesomesillystringfore2uDLvp1Ii2e./U9C8sBjqp8I90dH6hi"),
];

/** Of a password that is cheap to check, for tests that sign in often. */
export const CHEAP = of("pbkdf2 with SHA-1", PLAIN, "pbkdf2:sha1:1000$vSh7QYehfK0zDApR$9b9cd31d7289dca1e1319757950d3d7cfc3405ca");
