/** Secrets that are logged, kept or put into tokens; validators and formats that take too much. */
import { codeInjection } from "../../../../src/checks/rules/code-injection";
import { jwtUnverified } from "../../../../src/checks/rules/jwt-unverified";
import { personalDataLogged } from "../../../../src/checks/rules/personal-data-logged";
import { resourceExhaustion } from "../../../../src/checks/rules/resource-exhaustion";
import { textInjection } from "../../../../src/checks/rules/text-injection";
import { tlsDisabled } from "../../../../src/checks/rules/tls-disabled";
import { markedCases } from "./marked-cases";

markedCases(personalDataLogged, {
  reports: [
    "const lock = user.password;\nconsole.log(lock);",
    "const lock = { key: user.password };\nconsole.log('opened', lock);",
    "console.log({ ...{ pin: user.password } });",
    "console.log(getPassword());",
    "console.log(vault.readSecret('crypt'));",
    "console.log(process.env);",
    "localStorage.setItem('lock', form.password);",
    "res.cookie('lock', req.body.password);",
    "import fs from 'fs';\nfs.writeFileSync('lock.txt', password);",
    "$cookies.put('lock', form.password);",
  ],
  accepts: [
    "let lock = user.password;\nlock = '***';\nconsole.log(lock);",
    "const { name } = user;\nconsole.log(name);",
    "console.log(encryptedPassword);",
    "console.log(user.maskedPassword);",
    "console.log(getName());",
    "console.log(process.env.HOME);",
    "console.log(hashPassword(form.password));",
    "localStorage.setItem('lock', session.accessToken);",
    "localStorage.setItem('theme', theme);",
    "import fs from 'fs';\nfs.writeFileSync(password, text);",
    "vault.put('lock', form.password);",
  ],
});

const signed = (body: string) => `import jwt from "jsonwebtoken";\n${body}`;
markedCases(jwtUnverified, {
  reports: ["jwt.sign({ name, password }, key);", "jwt.sign({ user: { password: user.password } }, key);", "const held = { pwd: user.pwd };\njwt.sign(held, key);", "jwt.sign({ ...{ password } }, key);"].map(signed),
  accepts: ["jwt.sign({ sub: user.id }, key);", "jwt.sign({ name }, secret);", "jwt.sign({ passwordChangedAt }, key);", "jwt.verify(token, key, { algorithms: ['RS256'], password });"].map(signed),
});

markedCases(resourceExhaustion, {
  reports: ["import Ajv from 'ajv';\nconst corrie = new Ajv({ allErrors: true });", "import Ajv from 'ajv';\nconst all = { allErrors: true };\nconst corrie = new Ajv(all);"],
  accepts: ["import Ajv from 'ajv';\nconst corrie = new Ajv({ allErrors: false });", "import Ajv from 'ajv';\nconst corrie = new Ajv({ allErrors: isTest });", "const corrie = new Corrie({ allErrors: true });"],
});

const route = (body: string) => `app.get("/fell", (req, res) => { ${body} });`;
markedCases(codeInjection, {
  reports: ["$scope.$eval(req.query.crag);", "$parse(req.query.crag)(scope);", "import('./' + req.query.crag);", "import(req.query.crag);"].map(route),
  accepts: ["$scope.$eval('crag');", "scope.eval2(req.query.crag);", "import('./crags/a-' + req.query.crag);", "$scope.$on(crag, f);"].map(route),
});
markedCases(textInjection, {
  reports: ["import printf from 'printf';\n" + route("printf('crag ' + req.query.crag, fell);")],
  accepts: ["import printf from 'printf';\n" + route("printf('crag %s', req.query.crag);")],
});
markedCases(tlsDisabled, { reports: ["fetch('http://www.example.com/fell');"], accepts: ["fetch('http://fell.example/');", "fetch('http://localhost/fell');"] });
