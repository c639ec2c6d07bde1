/** Where values enter a program, and what only looks like it; a case for each condition that tells them apart. */
import { codeInjection } from "../../../../src/checks/rules/code-injection";
import { htmlInjection } from "../../../../src/checks/rules/html-injection";
import { pathTraversal } from "../../../../src/checks/rules/path-traversal";
import { requestForgery } from "../../../../src/checks/rules/request-forgery";
import { markedCases } from "./marked-cases";

/** Only what a sender chooses is reported here. */
const fetched = (value: string) => `fetch(${value});`;
const handler = (body: string, parameters = "req, res") => `app.get("/x", (${parameters}) => { ${body} });`;
const html = (value: string) => `export function f(el) { el.srcdoc = ''; $('#a').html(${value}); }`;

markedCases(requestForgery, {
  reports: [
    handler(fetched("req.anything")),
    fetched("window.name"),
    handler(fetched("body.url"), "{ body }, res"),
    handler(fetched("other.url"), "{ other }, res"),
    "export function getServerSideProps({ query }) { fetch(query.url); }",
    "export async function loader({ params }) { await fetch(params.url); }",
    "class A {\n  constructor(private readonly request: Request) { fetch(request.url); }\n}",
    "class A {\n  constructor(private readonly ask: Request) { fetch(ask.url); }\n}",
    "export const routes = [{ path: '/x', loader: ({ params }) => fetch(params.url) }];",
    handler(fetched("c.query.url"), "c"),
    handler(fetched("context.query.url"), "context"),
    "new handler((ask, res) => { fetch(ask.query.url); });",
    "server.on('request', (ask, response) => { fetch(ask.query.url); });",
    "module.exports = (ask, res) => { fetch(ask.query.url); };",
    "export default (ask, res) => { fetch(ask.query.url); };",
    "export const chain = [(ask, res) => { fetch(ask.query.url); }];",
    "socket.once('save', (data) => { fetch(data.url); });",
    "socket.addListener('save', (data) => { fetch(data.url); });",
    "queue.on('message', (data) => { fetch(data.url); });",
    "queue.on('data', (data) => { fetch(data.url); });",
    "function onMessage(data) { fetch(data.url); }\nwindow.addEventListener('message', onMessage);",
    "exports.handler = async (event) => { await fetch(event.url); };",
    "export async function handler(event) { await fetch(event.url); }",
    "export const webHandler = async (event) => { await fetch(event.url); };",
    "export class A { handler(event) { return fetch(event.url); } }",
    "app.get('/x', (c) => { fetch(c.req.param('url')); });",
    "const request = ctx.request;\nfetch(request.query.url);",
    "fetch(location.hash.slice(1));",
    "fetch(new URLSearchParams(location.search).get('u'));",
  ],
  accepts: [
    handler(fetched("req.user.url")),
    handler(fetched("req.app.url.a")),
    fetched("name"),
    "const name = 'a';\nfetch(window2.name);",
    handler(fetched("user.url"), "{ user }, res"),
    "export function other({ query }) { fetch(query.url); }",
    "export function getServerSideProps({ locale }) { fetch(locale.url); }",
    "export function getServerSideProps(all) { fetch(all.locale); }",
    "tool.visit((c) => { fetch(c.query.url); });",
    handler(fetched("context.query.url"), "one, context"),
    "tool.visit((ask, res) => { fetch(ask.query.url); });",
    "new Tool((ask, res) => { fetch(ask.query.url); });",
    "export const chain = { run: (ask, res) => { fetch(ask.query.url); } };",
    "socket.off('save', (data) => { fetch(data.url); });",
    "queue.on('other', (data) => { fetch(data.url); });",
    "child.stdout.on('data', (data) => { fetch(data.url); });",
    "function onMessage(one, data) { fetch(data.url); }\nwindow.addEventListener('message', onMessage);",
    "function onOther(data) { fetch(data.url); }\nwindow.addEventListener('other', onOther);",
    "function alone(data) { fetch(data.url); }",
    "export async function handler(thing) { await fetch(thing.url); }",
    "export async function other(event) { await fetch(event.url); }",
    "list.visit(function handler(event) { fetch(event.url); });",
    "export function f(location) { fetch(location); }",
    "export function f(location) { fetch(location.hash); }",
    "export function f(localStorage) { fetch(localStorage.url); }",
  ],
});

markedCases(htmlInjection, {
  reports: [
    html("document.getElementById('a').value"),
    html("event.target.value"),
    html("$('#b').text()"),
    html("$('#b').attr('title')"),
    html("$('#b').val()"),
    html("thing.getAttribute('title')"),
    html("localStorage.name"),
    html("prompt('a')"),
  ],
  accepts: [html("document.getElementById('a').other"), html("thing.value"), html("$('#b').text('a')"), html("$('#b').attr('id')"), html("thing.getAttribute('id')"), html("tool.val()"), html("tool.text()"), html("process.argv[0]")],
});

markedCases(pathTraversal, { reports: [handler("fs.readFile(req.params.name, done);")], accepts: ["fs.readFile(process.argv[2], done);"] });

markedCases(codeInjection, {
  reports: ["import core from '@actions/core';\n$('#a').x = 1;\nglobalThis[core.getInput('name')]();", "import yargs from 'yargs';\nglobalThis[yargs.parse().name]();", "globalThis[process.argv[2]]();", "import { program } from 'commander';\nconst { name } = program.opts();\nglobalThis[name]();"],
  accepts: ["import other from 'other';\nglobalThis[other.getInput('name')]();", "globalThis[process.argv[1]]();", "import other from 'other';\nglobalThis[other.parse().name]();"],
});
