// A SAML identity provider on this machine, for tests: node saml_provider.mjs PORT KEY CERTIFICATE
//
// samlp does all of it: this gives it a page to sign in at, where whoever types a name is signed in
// by it (amina is amina@bristol.gov.uk), and what a test wants samlp to do otherwise, as JSON.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";

const samlp = createRequire(import.meta.url)("samlp");
const [port, key, cert] = process.argv.slice(2);
const issuer = `http://localhost:${port}/saml`;

function escaped(text) {
  return text.replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function page(query) {
  const hidden = ["SAMLRequest", "RelayState"].map((name) => `<input type="hidden" name="${name}" value="${escaped(query.get(name) ?? "")}">`);
  return `<!doctype html><title>City accounts</title><form method="post">${hidden.join("")}
    <label>Name <input name="login"></label><input type="hidden" name="options" value="{}">
    <button>Sign in</button><button name="no" value="no">No</button></form>`;
}

function user({ login }) {
  return {
    id: login,
    displayName: login[0].toUpperCase() + login.slice(1),
    emails: [{ value: `${login}@bristol.gov.uk` }],
    name: {},
  };
}

function answer(request, response) {
  const { body } = request;
  const options = {
    issuer,
    key: readFileSync(key),
    cert: readFileSync(cert),
    getUserFromRequest: () => user(body),
    ...JSON.parse(body.options || "{}"),
  };
  samlp.parseRequest(request, {}, (trouble, asked) => {
    if (trouble) return response.writeHead(400).end(String(trouble));
    const back = asked.assertionConsumerServiceURL;
    const whole = { recipient: back, destination: back, ...options };
    if (body.no) {
      const refusal = { ...whole, inResponseTo: asked.id, RelayState: body.RelayState };
      const status = "urn:oasis:names:tc:SAML:2.0:status:Responder";
      return samlp.sendError({ ...refusal, error: { code: status }, getPostURL: (_r, done) => done(null, back) })(request, response);
    }
    samlp.auth({ ...whole, getPostURL: (_a, _d, _r, done) => done(null, back) })(request, response, (error) => response.writeHead(500).end(String(error)));
  });
}

createServer((request, response) => {
  const query = new URL(request.url, issuer).searchParams;
  response.set = (name, value) => response.setHeader(name, value);
  response.send = (said) => response.end(String(said));
  request.query = {};
  if (request.method === "GET") {
    response.setHeader("Content-Type", "text/html");
    return response.end(page(query));
  }
  let sent = "";
  request.on("data", (part) => { sent += part; });
  request.on("end", () => {
    request.body = Object.fromEntries(new URLSearchParams(sent));
    answer(request, response);
  });
}).listen(Number(port), "127.0.0.1", () => console.log("listening"));
