/** What is a collection, what a server made itself, and what Prisma's types leave of a sender's object. */
import { codeInjection } from "../../../../src/checks/rules/code-injection";
import { nosqlInjection } from "../../../../src/checks/rules/nosql-injection";
import { markedCases } from "./marked-cases";

const handler = (body: string, before = "") => `${before}app.post("/x", async (req, res) => { ${body} });`;
const procedure = (body: string) => `export const moors = router({ count: guarded.input(Fen).mutation(async ({ input, ctx }) => { ${body} }) });`;

markedCases(nosqlInjection, {
  reports: [
    procedure("return moors.count({ fen: ctx.req.body.fen });"),
    procedure("return moors.count({ fen: ctx.query.fen });"),
    procedure("const { query } = ctx; return moors.count({ fen: query.fen });"),
    handler("moors.count({ fen: ctx.fen });").replace("(req, res)", "(ctx)"),
    handler("const { fen } = ctx; moors.count({ fen });").replace("(req, res)", "(ctx)"),
    handler("serviceAccounts.find({ fen: req.body.fen });"),
    handler("services.find({ fen: req.body.fen });"),
    handler("Service.find({ fen: req.body.fen });"),
    handler("servicedesk().find({ fen: req.body.fen });"),
    handler("moors.service.fens.find({ fen: req.body.fen });"),
    handler("BogService.find({ fen: req.body.fen });", "import BogService from './models/bog-service';\n"),
    handler("db.collection('bogService').find({ fen: req.body.fen });"),
    handler("moors.update({ fen: req.body.fen }, fixed);", "export const rules = { update: (query) => query };\n"),
    handler("prisma.moor.count({ where: req.body });"),
    handler("prisma.moor.count({ where: req.body.where });"),
    handler("prisma.moor.count({ where: { ...req.body } });"),
    handler("prisma.moor.count({ ...req.body });"),
    handler("prisma.users.count(req.body);"),
    handler("prisma.moor.count({ where: { fen: req.body.fen } });"),
  ],
  accepts: [
    procedure("return moors.count({ fen: ctx.session.fen });"),
    procedure("return moors.count({ fen: ctx.fen });"),
    procedure("return moors.count({ fen: ctx });"),
    procedure("const { session, fen } = ctx; return moors.count({ fen, bog: session.bog });"),
    procedure("return moors.count(() => tx.moor.count({ where: { bog: { fen: ctx.session.fen } } }));"),
    procedure("return serviceOf(ctx).update({ ...input, fen: ctx.session.fen });"),
    handler("service.update({ fen: req.body.fen });"),
    handler("this.service.update({ fen: req.body.fen });"),
    handler("serviceOf(req).update({ fen: req.body.fen });"),
    handler("bogService.update({ fen: req.body.fen });"),
    handler("this.bog_service.update({ fen: req.body.fen });"),
    handler("BogService.update({ fen: req.body.fen });"),
    handler("new BogService(db).update({ fen: req.body.fen });"),
    handler("bogController.update({ fen: req.body.fen });"),
    handler("container.get(DrainUseCase).bogFacade().update({ fen: req.body.fen });"),
    handler("bogs.update({ fen: req.body.fen });", "import { BogService } from './bog-service';\nconst bogs = new BogService();\n"),
    handler("bogs.update({ fen: req.body.fen });", "class Bogs { update(query) { return log(query); } }\nconst bogs = new Bogs();\n"),
  ],
  says: [
    [handler("moors.count({ fen: ctx.fen.peat });").replace("(req, res)", "(ctx)"), /^error queries with `ctx\.fen`, which/],
    [handler("prisma.moor.count({ where: { fen: req.body.fen } });"), /^warning queries with `req\.body`/],
    [handler("prisma.moor.count({ where: { bog: { fen: req.body.fen } } });"), /^warning/],
    [handler("prisma.moor.count({ where: { fen: { in: req.body.fens } } });"), /^warning/],
    [handler("this.prisma.moor.count({ where: { fen: req.body.fen } });"), /^warning/],
    [handler("new PrismaClient().moor.count({ where: { fen: req.body.fen } });", "import { PrismaClient } from '@prisma/client';\n"), /^warning/],
    [handler("client.moor.count({ where: { fen: req.body.fen } });", "import client from './prisma';\n"), /^warning/],
    [handler("prisma.$transaction((tx) => tx.moor.count({ where: { fen: req.body.fen } }));"), /^warning/],
    [handler("const { fen } = req.body; prisma.moor.count({ where: { fen } });"), /^warning/],
    [handler("const fixed = { a: 1 }; prisma.moor.count({ where: { ...fixed, fen: req.body.fen } });"), /^warning/],
    [handler("begin((tx) => tx.moor.count({ where: { fen: req.body.fen } }));"), /^error/],
    [handler("moors.count({ where: { fen: req.body.fen } });", "// prisma\n"), /^error/],
    [handler("prisma.moor.count({ where: req.body });"), /^error/],
    [handler("prisma.moor.count({ where: req.body.where });"), /^error/],
    [handler("prisma.moor.count({ where: { ...req.body } });"), /^error/],
    [handler("prisma.moor.count({ where: { fen: 1, bog: { ...req.body } } });"), /^error/],
    [handler("prisma.moor.count({ where: { AND: req.body.all } });"), /^error/],
    [handler("prisma.moor.count({ where: { bog: req.body } });"), /^error/],
    [handler("prisma.moor.count({ ...req.body });"), /^error/],
    [handler("prisma.moor.update({ where: { id: 1 }, data: req.body.data });"), /^error/],
    [handler("prisma.users.count(req.body);"), /^error/],
  ],
});

markedCases(codeInjection, {
  reports: [],
  accepts: [],
  says: [
    ["export const f = (o) => eval(o.fen.source);", /runs `o\.fen\.source` as/],
    ["export const f = (o) => eval(o.fen.toString());", /runs `o\.fen` as/],
    ["export const f = (o, k) => eval(o[k].source);", /runs `o` as/],
    ["export const f = (o) => eval(o);", /runs `o` as/],
  ],
});
