CREATE TABLE "picture" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"sha256" text NOT NULL,
	"purpose" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"colour" text NOT NULL,
	"alt" text DEFAULT '' NOT NULL,
	"widths" integer[] NOT NULL,
	"bytes" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "picture_owner_sha256" UNIQUE("owner_id","sha256")
);
--> statement-breakpoint
CREATE TABLE "picture_use" (
	"picture_id" text NOT NULL,
	"used_by" text NOT NULL,
	CONSTRAINT "picture_use_picture_id_used_by_pk" PRIMARY KEY("picture_id","used_by")
);
--> statement-breakpoint
CREATE TABLE "title_picture" (
	"title_id" text NOT NULL,
	"picture_id" text NOT NULL,
	"position" integer NOT NULL,
	"alt" text DEFAULT '' NOT NULL,
	CONSTRAINT "title_picture_title_id_picture_id_pk" PRIMARY KEY("title_id","picture_id")
);
--> statement-breakpoint
ALTER TABLE "title" ADD COLUMN "cover_picture_id" text;--> statement-breakpoint
ALTER TABLE "picture" ADD CONSTRAINT "picture_owner_id_user_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "picture_use" ADD CONSTRAINT "picture_use_picture_id_picture_id_fk" FOREIGN KEY ("picture_id") REFERENCES "public"."picture"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "title_picture" ADD CONSTRAINT "title_picture_title_id_title_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."title"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "title_picture" ADD CONSTRAINT "title_picture_picture_id_picture_id_fk" FOREIGN KEY ("picture_id") REFERENCES "public"."picture"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "title" ADD CONSTRAINT "title_cover_picture_id_picture_id_fk" FOREIGN KEY ("cover_picture_id") REFERENCES "public"."picture"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "picture_owner" ON "picture" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "picture_sha256" ON "picture" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "picture_use_by" ON "picture_use" USING btree ("used_by");--> statement-breakpoint
CREATE INDEX "title_picture_picture" ON "title_picture" USING btree ("picture_id");
