"""Given names that are common in Sweden, of all ages and of many languages. Not complete, and never will be."""

_NAMES = """
Adam Agneta Ahmad Ahmed Albin Alex Alexander Alexandra Alfred Ali Alice Alicia Alma Alva Amanda Amina Amir
Anders Andreas André Anette Anita Ann Anna Anna-Karin Anneli Annelie Annette Annika Anton Arne Arvid Astrid
August Axel Barbro Bengt Benjamin Berit Bertil Birgit Birgitta Björn Bo Bosse Britt Britta Börje Camilla Carin
Carina Carl Carolina Caroline Caspar Cecilia Charlotta Charlotte Christer Christian Christina Christoffer
Christopher Claes Clara Conny Dag Dan Daniel Danuta David Dennis Diana Ebba Edith Edvin Edward Eivor Elias Elin
Elina Elisabet Elisabeth Ella Ellen Ellinor Elsa Elvira Emanuel Emelie Emil Emilia Emily Emma Enar Eric Erica
Erik Erika Ester Esther Eva Evelina Evert Fanny Fatima Fatuma Felicia Felix Filip Filippa Fillipa Folke Frank
Fredrik Fredrika Frida Gabriel Gabriella Georg Gerd Greta Gun Gunborg Gunilla Gunnar Gunnel Gustaf Gustav Gustaw
Göran Gösta Hampus Hanna Hannah Hans Harald Hasan Hassan Hedda Hedvig Helen Helena Helene Helga Helge Henning
Henrik Henry Herbert Hilda Hilma Hugo Hussein Håkan Ibrahim Ida Inez Inga Inga-Lill Inge Ingeborg Ingegerd
Ingela Inger Ingmar Ingrid Ingvar Irene Iris Isabella Isabelle Isak Ivar Jacob Jakob Jan Jan-Erik Jan-Olof Janne
Jean Jenny Jens Jesper Jessica Jimmy Joakim Joel Johan Johanna Johannes John Johnny Jon Jonas Jonathan Jonna
Jonny Josef Josefin Josefine Joseph Julia Julius Jöns Jörgen Kaj Kajsa Kalle Karin Karl Karl-Erik Karolina
Katarina Kati Katja Kennet Kenneth Kent Kerstin Khadija Kim Kjell Klara Klas Knut Kristian Kristin Kristina
Kristoffer Kurt Laila Lars Lars-Erik Lars-Göran Lasse Leif Lena Lennart Leo Leon Liam Lilian Lill Lina Linda
Linn Linnea Linnéa Linus Lisa Lisbeth Liselott Lotta Louise Lova Love Lovisa Lucas Ludvig Lukas Madeleine
Magdalena Magnus Maj Maja Malin Malte Marcus Margareta Margit Maria Mariam Mariana Marianne Marie Marina Markus
Martin Martina Maryam Mathias Mathilda Matilda Mats Mattias Maud Max Maximilian Melvin Mia Michael Mikael Moa
Mohamed Mohammad Mohammed Molly Monica Monika Morgan Muhammad Märta Måns Natalie Nathalie Niclas Niklas Nils
Nina Noah Noel Nora Nour Ola Olga Oliver Olivia Olle Olof Olov Omar Oscar Oskar Osman Otto Ove Owe Patric
Patrick Patrik Paul Pauline Pelle Per Per-Erik Per-Olof Pernilla Peter Petra Petter Pia Pontus Ragnar Ragnhild
Rasmus Rebecca Rebecka Richard Rickard Rikard Robert Robin Roger Roland Rolf Ronny Rosa Roy Rune Rut Ruth Saga
Said Samuel Sandra Sara Sarah Sebastian Selma Sigrid Sigvard Simon Siv Sixten Sofia Sofie Solveig Sonja Staffan
Stefan Stella Stellan Sten Stig Stina Sture Susann Susanna Susanne Svante Svea Sven Sven-Erik Sylvia Teresa Thea
Theo Therese Thomas Thor Thorbjörn Tim Tina Tobias Tom Tomas Tommy Tor Torbjörn Tord Tore Torsten Tove Tuva Tyra
Ulf Ulla Ulla-Britt Ulrica Ulrika Uno Urban Ursula Vera Verner Veronica Veronika Victor Victoria Viktor Viktoria
Vilgot Vilhelm Vilma Vincent Viola Viveka Wilhelm William Wilma Yasmin Yngve Yusuf Yvonne Zahra Zainab Åke Åsa
Östen
"""
GIVEN_NAMES = frozenset(_NAMES.split())
