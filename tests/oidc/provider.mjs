// A provider of OpenID Connect on loopback, for tests: npm's oidc-provider, whose own pages take any name.
// The first argument is the folder of its package; it prints its address once it listens.
//
// What a person may do stands in their name: "sam.nurse.staff" has the roles nurse and staff; "x.unsure" has an
// address that nobody has made sure of. POST /test/WORD turns on what a test wants: "down" (it answers nothing),
// "rotate" (it signs with other keys), "tamper" (it adds a role after signing), "up" (as it was).
import { createServer } from "node:http";
import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { default: Provider } = await import(pathToFileURL(join(process.argv[2], "lib/index.js")).href);
const server = createServer();
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const issuer = `http://127.0.0.1:${server.address().port}`;

function person(ctx, id) {
  const [name, ...roles] = id.split(".");
  const sure = !roles.includes("unsure");
  return {
    accountId: id,
    claims: () => ({ sub: id, name, email: `${name}@quay.example`, email_verified: sure, roles }),
  };
}

function provider(id) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: "jwk" }), kid: id, use: "sig", alg: "RS256" };
  const made = new Provider(issuer, {
    clients: [{
      client_id: "headroom",
      client_secret: "a secret+with/letters that are escaped",
      redirect_uris: ["http://127.0.0.1/sign-in/openid/back"],
    }],
    jwks: { keys: [key] },
    findAccount: person,
    conformIdTokenClaims: false,
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], headroom: ["roles"] },
    pkce: { required: () => true },
    cookies: { keys: ["only for tests"] },
    ttl: { AuthorizationCode: 2, Session: 600, Interaction: 600, Grant: 600, IdToken: 600, AccessToken: 600 },
  });
  // Where the server of a test listens is known only when it does.
  made.Client.prototype.redirectUriAllowed = (uri) => new URL(uri).pathname === "/sign-in/openid/back";
  made.use(async (ctx, next) => {
    await next();
    if (wish === "tamper" && ctx.body?.id_token) {
      const parts = ctx.body.id_token.split(".");
      const body = JSON.parse(Buffer.from(parts[1], "base64url"));
      body.roles = ["boss"];
      parts[1] = Buffer.from(JSON.stringify(body)).toString("base64url");
      ctx.body = { ...ctx.body, id_token: parts.join(".") };
    }
  });
  return made.callback();
}

let wish = "up";
let current = provider("first");
server.on("request", (request, response) => {
  const asked = request.url.match(/^\/test\/(\w+)$/);
  if (asked) {
    wish = asked[1];
    if (wish === "rotate") current = provider("second");
    return response.end(wish);
  }
  if (wish === "down") return response.writeHead(503).end("down");
  return current(request, response);
});
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
console.log(issuer);
