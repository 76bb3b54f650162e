// A certified OpenID provider on this machine, for tests: node provider.mjs PORT REDIRECT_URI
//
// Whoever types a name is signed in by it: amina is amina@bristol.gov.uk, and only names that begin
// with "unproven" have an address that nobody has confirmed.
import Provider from "oidc-provider";

const [port, redirectUri] = process.argv.slice(2);

const provider = new Provider(`http://localhost:${port}`, {
  clients: [{
    client_id: "opencities",
    client_secret: "a-secret-between-the-two",
    redirect_uris: [redirectUri],
  }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  findAccount: (_context, name) => ({
    accountId: name,
    claims: () => ({
      sub: name,
      name: name[0].toUpperCase() + name.slice(1),
      email: `${name}@bristol.gov.uk`,
      email_verified: !name.startsWith("unproven"),
    }),
  }),
});

provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
